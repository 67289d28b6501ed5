import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLogs, decodeMetrics, decodeTraces } from '../src/decode.js';
import { logRecordsOf } from '../src/log-records.js';
import { metricsOf } from '../src/metrics.js';
import { spansOf } from '../src/spans.js';

/** Recorded from the serializers of @opentelemetry/otlp-transformer 0.301.0. */
const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));
const json = (name: string) => JSON.parse(fixture(name).toString());

const resource = { attributes: { 'service.name': 'recorded', 'service.version': '1.2.3' } };

describe('spans of the official serializer', () => {
  const [child, parent] = decodeTraces(fixture('traces.pb'));

  it('keep ids, names, kinds, times to the nanosecond, status, resource and scope', () => {
    expect(child).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203332',
      parentSpanId: 'b7ad6b7169203331',
      name: 'child',
      kind: 'CLIENT',
      startTimeUnixNano: 1700000000000000500n,
      endTimeUnixNano: 1700000000000000900n,
      status: { code: 'ERROR', message: 'boom' },
      scope: { name: 'scope', version: '1.0.0', attributes: {} },
      resource,
    });
    expect(parent).toMatchObject({ parentSpanId: undefined, kind: 'SERVER', status: { code: 'UNSET' } });
  });

  it('keep every type of attribute, the empty text included', () => {
    expect(parent?.attributes).toEqual({ text: 'ä', yes: true, int: 42, negative: -7, double: 1.5, list: ['a', 'b'], empty: '' });
  });

  it('keep events and links', () => {
    expect(child?.events).toEqual([{ name: 'event', timeUnixNano: 1700000000000000600n, attributes: { n: 1 }, droppedAttributesCount: 0 }]);
    expect(child?.links).toMatchObject([{ spanId: 'b7ad6b7169203331', attributes: { why: 'link' } }]);
  });

  it('are the same from protobuf and from JSON', () => {
    expect(spansOf(json('traces.json'))).toEqual([child, parent]);
  });
});

describe('log records of the official serializer', () => {
  it('keep times, severity, nested bodies, event name and trace context', () => {
    expect(decodeLogs(fixture('logs.pb'))).toEqual([
      {
        timeUnixNano: 1700000000000000005n,
        observedTimeUnixNano: 1700000000000000006n,
        severityNumber: 9,
        severityText: 'info',
        body: { nested: { a: 1 }, bytes: new Uint8Array([1, 2]) },
        attributes: { k: 'v', map: { x: [1, 'two', null] } },
        droppedAttributesCount: 0,
        flags: 1,
        traceId: '0af7651916cd43dd8448eb211c80319c',
        spanId: 'b7ad6b7169203331',
        eventName: 'my.event',
        scope: { name: 'logger', version: undefined, attributes: {} },
        resource,
      },
    ]);
  });

  it('are the same from protobuf and from JSON', () => {
    expect(logRecordsOf(json('logs.json'))).toEqual(decodeLogs(fixture('logs.pb')));
  });
});

describe('metrics of the official serializer', () => {
  const metrics = Object.fromEntries(decodeMetrics(fixture('metrics.pb')).map((metric) => [metric.name, metric]));

  it('keep sums with their monotonicity, unit and description', () => {
    expect(metrics['counter']).toMatchObject({
      type: 'sum',
      monotonic: true,
      temporality: 'cumulative',
      unit: '{request}',
      description: 'Requests',
    });
    expect(metrics['counter']?.points).toMatchObject([{ value: 3, attributes: { a: 'b' } }]);
    expect(metrics['updown']).toMatchObject({ type: 'sum', monotonic: false, points: [{ value: -2 }] });
  });

  it('keep gauges, histograms and exponential histograms', () => {
    expect(metrics['gauge']).toMatchObject({ type: 'gauge', unit: 'Cel', points: [{ value: 21.5 }] });
    expect(metrics['histogram']).toMatchObject({
      type: 'histogram',
      points: [{ count: 3, sum: 11, min: 0.5, max: 9, explicitBounds: [1, 2], bucketCounts: [1, 1, 1] }],
    });
    expect(metrics['exp']?.points[0]).toMatchObject({ count: 3, sum: 5, zeroCount: 1, min: 0, max: 4 });
    expect(metrics['exp']?.points[0]?.positive?.bucketCounts.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('are the same from protobuf and from JSON', () => {
    expect(metricsOf(json('metrics.json'))).toEqual(decodeMetrics(fixture('metrics.pb')));
  });
});

describe('OTLP in JSON', () => {
  it('may name enums, give 64-bit numbers as text and carry unknown fields', () => {
    const [span] = spansOf({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: 'AB',
                  spanId: 'CD',
                  kind: 'SPAN_KIND_SERVER',
                  status: { code: 'STATUS_CODE_OK' },
                  attributes: [{ key: 'big', value: { intValue: '9007199254740993' } }],
                  future: 1,
                },
              ],
            },
          ],
        },
      ],
    });
    expect(span).toMatchObject({ traceId: 'ab', kind: 'SERVER', status: { code: 'OK' }, attributes: { big: 9007199254740993n } });
  });

  it('is refused where the structure is wrong', () => {
    expect(() => spansOf({ resourceSpans: 'no' } as never)).toThrow('resourceSpans: expected a list of objects');
    expect(() => spansOf({ resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: 'xyz' }] }] }] })).toThrow('traceId: expected hex digits');
  });
});
