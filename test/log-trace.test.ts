import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ended, runApp } from './run-app.ts';

let receiver: Receiver;
let ended: Ended;
beforeAll(async () => {
  receiver = await startReceiver();
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TELEWRIGHT_LOGS: 'send' };
  ended = await runApp(['--import', '@telewright/node/register', 'failing.mjs'], environment).ended;
});
afterAll(() => receiver.close());

const failing = () =>
  receiver.spans.find(({ attributes }) => attributes['http.response.status_code'] === 500 && attributes['url.path'] !== undefined);

it('leads from each span of a failing request to its lines, written and sent', () => {
  expect(ended.code, ended.stderr).toBe(0);
  const spans = receiver.spans.filter(({ traceId }) => traceId === failing()?.traceId);
  const found = spans.map(({ name, spanId, traceId }) => ({
    name,
    written: ended.lines.filter((line) => line['span_id'] === spanId && line['trace_id'] === traceId).map((line) => line['msg']),
    sent: receiver.logs
      .filter((record) => record.spanId === spanId && record.traceId === traceId)
      .map(({ body }) => String(body))
      .sort(),
  }));
  expect(found.sort((a, b) => b.sent.length - a.sent.length || a.name.localeCompare(b.name))).toEqual([
    { name: 'charge', written: ['charging', 'card declined'], sent: ['card declined', 'charging'] },
    { name: 'GET', written: ['asked', 'answering with 500'], sent: ['answering with 500', 'asked'] },
    { name: 'GET', written: [], sent: [] },
  ]);
});

it('leads from each line of the request back to its span, and from the error to the span that failed', () => {
  const traceId = failing()?.traceId;
  const spanOf = (id: unknown) => receiver.spans.find(({ spanId }) => spanId === id);
  const lines = ended.lines.filter((line) => line['trace_id'] === traceId);
  expect(lines.map((line) => [line['msg'], spanOf(line['span_id'])?.name, spanOf(line['span_id'])?.kind])).toEqual([
    ['asked', 'GET', 'SERVER'],
    ['charging', 'charge', 'INTERNAL'],
    ['card declined', 'charge', 'INTERNAL'],
    ['answering with 500', 'GET', 'SERVER'],
  ]);
  const exception = receiver.logs.find(({ attributes }) => attributes['exception.type'] === 'RangeError');
  expect(spanOf(exception?.spanId)).toMatchObject({
    name: 'charge',
    status: { code: 'ERROR' },
    parentSpanId: spanOf(lines[0]?.['span_id'])?.spanId,
  });
});

it('keeps what is secret out of lines and records', () => {
  const all = `${ended.stdout}${JSON.stringify(receiver.logs, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`;
  expect(all).toContain('[REDACTED]');
  expect(all).not.toContain('tok-secret');
});
