import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const instrumentation = '@opentelemetry/instrumentation-http';

describe.each(['telewright', 'sdk'])('TELEWRIGHT_RECORDER=%s', (recorder) => {
  it("lets the user's processors, sampler, exporters and official instrumentation work", async () => {
    const environment = { TELEWRIGHT_RECORDER: recorder, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'orders' };
    const { code, stdout, stderr } = await runApp(['own-processing.cjs'], environment).ended;
    expect([code, stderr.split('\n').filter((line) => /ERROR|WARN/.test(line) && !line.includes('label'))]).toEqual([0, []]);
    const { exported, officialIsLoaded } = JSON.parse(stdout) as { exported: object[]; officialIsLoaded: boolean };
    expect(officialIsLoaded).toBe(recorder === 'sdk');
    const common = { service: 'orders', seen: 'ending', took: true };
    expect(exported.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))).toEqual([
      { body: 'hello!', added: true },
      { name: 'GET', kind: 1, scope: instrumentation, ...common },
      { name: 'GET', kind: 2, scope: instrumentation, ...common },
      { name: 'own', kind: 0, scope: 'app', ...common },
    ]);
    // What goes to the Collector has gone through the same processors.
    const spans = receiver.spans.toSorted((one, other) => one.name.localeCompare(other.name));
    expect(spans.map(({ name, scope }) => [name, scope.name])).toEqual([
      ['GET', instrumentation],
      ['GET', instrumentation],
      ['own', 'app'],
    ]);
    expect(spans[2]?.attributes).toEqual({ secret: 'redacted', 'sampled.by': 'the app', 'seen.at': 'ending' });
    const [client, server] = [spans.find(({ kind }) => kind === 'CLIENT'), spans.find(({ kind }) => kind === 'SERVER')];
    expect(server?.parentSpanId).toBe(client?.spanId);
    expect(server?.attributes).toMatchObject({ 'http.request.method': 'GET', 'url.path': '/orders', 'http.response.status_code': 200 });
    expect(receiver.logs.map(({ body, attributes }) => [body, attributes])).toEqual([['hello!', { added: true }]]);
  });

  it('records the same of an app without anything of its own', async () => {
    const environment = { TELEWRIGHT_RECORDER: recorder, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
    expect((await runApp(['--require', '@telewright/node/register', 'span.mjs'], environment).ended).code).toBe(0);
    expect(receiver.spans.map(({ name, kind, status, links, events }) => ({ name, kind, status, links, events }))).toEqual([
      { name: 'work', kind: 'INTERNAL', status: expect.objectContaining({ code: 'UNSET' }), links: [], events: [] },
    ]);
    expect(receiver.logs.map(({ body }) => body)).toEqual(['hello']);
  });
});

it('tells of a processor or sampler that is none, and starts without it', async () => {
  const script = `require('@telewright/node').start({
    traces: { processors: [{ onEnd() {} }], sampler: 'always' }, logs: { processors: 5 } });`;
  const { code, stderr } = await runApp(['-e', script], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
  expect(code).toBe(0);
  expect(stderr.split('\n').filter((line) => line.includes('option '))).toEqual([
    expect.stringContaining('option traces.processors: expected span processors, got "object"; it is ignored'),
    expect.stringContaining('option logs.processors: expected log record processors, got "number"; it is ignored'),
    expect.stringContaining('option traces.sampler: expected a sampler, got "string"; it is ignored'),
  ]);
});
