import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SPAN_ID, TRACE_ID, traces } from '../payloads.js';
import { post, postJson } from '../post.js';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

const span = (fields: string): string => `{"resourceSpans":[{"scopeSpans":[{"spans":[{${fields}}]}]}]}`;

describe('reading JSON', () => {
  it('takes enums by name and ids in uppercase', async () => {
    await post(
      receiver,
      '/v1/traces',
      span(
        `"traceId":"${TRACE_ID.toUpperCase()}","spanId":"${SPAN_ID.toUpperCase()}","kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_OK"}`,
      ),
    );
    await postJson(receiver, '/v1/logs', {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: 'SEVERITY_NUMBER_WARN2' }] }] }],
    });
    const sum = { aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA' };
    await postJson(receiver, '/v1/metrics', { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', sum }] }] }] });
    expect(receiver.spans).toMatchObject([{ traceId: TRACE_ID, spanId: SPAN_ID, kind: 'CLIENT', status: { code: 'OK' } }]);
    expect(receiver.logs).toMatchObject([{ severityNumber: 14 }]);
    expect(receiver.metrics).toMatchObject([{ type: 'sum', temporality: 'delta', monotonic: false }]);
  });

  it('takes 64 bit integers as strings or numbers to the last digit', async () => {
    await post(receiver, '/v1/traces', span('"startTimeUnixNano":"1700000000000000001","endTimeUnixNano":1700000000000000003'));
    expect(receiver.spans).toMatchObject([{ startTimeUnixNano: 1700000000000000001n, endTimeUnixNano: 1700000000000000003n }]);
  });

  it('takes doubles in all their forms', async () => {
    const values = '1, 1e3, 1152921504606846976, "2.5", "NaN", "Infinity", "-Infinity"';
    const dataPoints = values.split(', ').map((value) => `{"asDouble":${value}}`);
    await post(receiver, '/v1/metrics', `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"gauge":{"dataPoints":[${dataPoints}]}}]}]}]}`);
    const points = receiver.metrics.flatMap((metric) => (metric.type === 'gauge' ? metric.points : []));
    expect(points.map(({ value }) => value)).toEqual([1, 1000, 2 ** 60, 2.5, Number.NaN, Infinity, -Infinity]);
  });

  it('takes bytes in base64 of either alphabet', async () => {
    const body = { arrayValue: { values: [{ bytesValue: '+/8=' }, { bytesValue: '-_8' }] } };
    await postJson(receiver, '/v1/logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body }] }] }] });
    expect(receiver.logs[0]?.body).toEqual([Uint8Array.of(0xfb, 0xff), Uint8Array.of(0xfb, 0xff)]);
  });

  it('ignores unknown fields, other spellings of known ones, and null', async () => {
    await post(receiver, '/v1/traces', span('"name":"x","future":{"a":[1]},"trace_state":"a=b","traceState":null,"__proto__":{"kind":2}'));
    expect(receiver.requests[0]?.status).toBe(200);
    expect(receiver.spans[0]).toMatchObject({ name: 'x', kind: 'UNSPECIFIED' });
    expect(receiver.spans[0]).not.toHaveProperty('traceState');
  });

  it.each([
    ['no JSON', '{', 'JSON'],
    ['nothing', '', 'JSON'],
    ['another type at the top', '[]', 'expected an object, got []'],
    ['an object for a list', '{"resourceSpans":{}}', 'resourceSpans: expected an array, got {}'],
    ['a value for a message', '{"resourceSpans":[1]}', 'resourceSpans[0]: expected an object, got 1'],
    [
      'a trace id in base64',
      span('"traceId":"CvdlGRbNQ92ESOshHIAxnA=="'),
      'resourceSpans[0].scopeSpans[0].spans[0].traceId: expected 32 hex digits',
    ],
    ['a number for a string', span('"name":1'), 'spans[0].name: expected a string, got 1'],
    [
      'a string for a boolean',
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{"boolValue":"true"}}]}}]}',
      'boolValue: expected a boolean',
    ],
    ['a fraction for an integer', span('"kind":1.5'), 'spans[0].kind: expected a signed 32 bit integer, got 1.5'],
    ['an unknown enum name', span('"kind":"SERVER"'), 'spans[0].kind: expected a signed 32 bit integer, got "SERVER"'],
    ['a negative count', span('"droppedEventsCount":-1'), 'spans[0].droppedEventsCount: expected an unsigned 32 bit integer, got -1'],
    [
      'a time above 64 bits',
      span('"endTimeUnixNano":18446744073709551616'),
      'expected an unsigned 64 bit integer, got 18446744073709551616',
    ],
    [
      'text for a double',
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{"doubleValue":"x"}}]}}]}',
      'doubleValue: expected a number',
    ],
    [
      'bytes that are not base64',
      '{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":{"bytesValue":"%"}}]}}]}',
      'bytesValue: expected base64',
    ],
  ])('refuses %s', async (_name, body, message) => {
    const { status } = await post(receiver, '/v1/traces', body);
    expect(status).toBe(400);
    expect(receiver.requests[0]?.refusal).toContain(message);
    expect(receiver.spans).toEqual([]);
  });

  it('refuses text that is not UTF-8', async () => {
    const body = Buffer.from(JSON.stringify(traces('?')));
    body[body.indexOf('?')] = 0xff;
    expect((await post(receiver, '/v1/traces', body)).status).toBe(400);
  });

  it('refuses values nested without end instead of overflowing the stack', async () => {
    const depth = 20_000;
    const body = `{"resourceSpans":[{"resource":{"attributes":[{"key":"a","value":${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}}]}}]}`;
    expect((await post(receiver, '/v1/traces', body)).status).toBe(400);
    expect((await postJson(receiver, '/v1/traces', traces('after'))).status).toBe(200);
  });
});
