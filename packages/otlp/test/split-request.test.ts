import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Signal } from '../src/export-event.js';
import { ItemBuffer, type ItemCodec } from '../src/item-buffer.js';
import { logRecordCodec } from '../src/log-exporter.js';
import { metricCodec } from '../src/metric-exporter.js';
import { countItems, splitRequest } from '../src/split-request.js';
import { spanCodec } from '../src/trace-exporter.js';
import { decode } from './decode.js';
import { anyLogRecord, anyMetric, anySpan } from './generated.js';

/** Divides a request until it can't be divided. */
const splitAll = (body: Uint8Array, signal: Signal): Uint8Array[] => {
  const halves = splitRequest(body, signal);
  if (!halves) return [body];
  for (const half of halves) expect(half.items).toBe(countItems(half.body, signal));
  return halves.flatMap((half) => splitAll(half.body, signal));
};

const names = {
  traces: ['TracesData', 'resourceSpans', 'scopeSpans', 'spans'],
  logs: ['LogsData', 'resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['MetricsData', 'resourceMetrics', 'scopeMetrics', 'metrics'],
} as const;
const dataNames = ['histogram', 'exponentialHistogram', 'gauge', 'sum'];

/** Lists the items of a request, for metrics the points, each with all that is around it. */
const flatten = (body: Uint8Array, signal: Signal): unknown[] => {
  const [message, list, inner, items] = names[signal];
  const found: unknown[] = [];
  for (const { [list]: _, ...request } of [decode(message, body)]) expect(request).toEqual({});
  for (const { [inner]: within, ...resource } of decode(message, body)[list])
    for (const { [items]: entries, ...scope } of within)
      for (const item of entries) {
        const name = dataNames.find((candidate) => candidate in item);
        if (signal !== 'metrics' || !name) {
          found.push({ resource, scope, item });
          continue;
        }
        const { dataPoints, ...data } = item[name];
        for (const point of dataPoints) found.push({ resource, scope, item: { ...item, [name]: data }, point });
      }
  return found;
};

const check = <Item>(signal: Signal, arbitrary: fc.Arbitrary<Item>, codec: ItemCodec<Item>): void => {
  fc.assert(
    fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 10 }), (items) => {
      const buffer = new ItemBuffer(codec);
      for (const item of items) buffer.add(item);
      const request = buffer.seal();
      const body = request?.body ?? new Uint8Array();
      expect(countItems(body, signal)).toBe(request?.items);
      const parts = splitAll(body, signal);
      expect(parts).toHaveLength(request?.items ?? 0);
      expect(parts.flatMap((part) => flatten(part, signal))).toEqual(flatten(body, signal));
      for (const part of parts) expect(countItems(part, signal)).toBe(1);
    }),
    { numRuns: 40 },
  );
};

describe('a request that is divided until it can not be', () => {
  it('has the same spans, one in each part, with the same resource and scope', () => {
    check('traces', anySpan, spanCodec);
  });

  it('has the same log records', () => {
    check('logs', anyLogRecord, logRecordCodec);
  });

  it('has the same points, each with its metric', () => {
    check('metrics', anyMetric, metricCodec);
  });
});

describe('a request that is malformed', () => {
  it('is not divided, whatever it is', () => {
    for (const bytes of [[], [0x0a], [0x0a, 5, 1], [0x0b, 1], [0x80], Array(12).fill(0x80)]) {
      expect(splitRequest(Uint8Array.from(bytes), 'traces')).toBeUndefined();
      expect(countItems(Uint8Array.from(bytes), 'traces')).toBe(0);
    }
  });

  it('never makes dividing or counting fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom<Signal>('traces', 'logs', 'metrics'), (bytes, signal) => {
        countItems(bytes, signal);
        splitAll(bytes, signal);
      }),
      { numRuns: 500 },
    );
  });
});
