import { type Receiver, startReceiver, type TraceNode, traceTree } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';
import { installedRuntimes } from './runtimes.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

/** What was called, in the order of names: the clocks of threads differ. */
const shape = ({ span, children }: TraceNode): unknown[] => [
  span.kind === 'INTERNAL' ? span.name : span.kind,
  ...children.map(shape).sort(),
];

describe.each(installedRuntimes())('$name', ({ executable }) => {
  it('keeps 400 concurrent requests apart through every asynchronous step, and nothing leaks out of a request', async () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_BSP_MAX_QUEUE_SIZE: '10000',
      FINOPS_TEAM: 'platform',
      FINOPS_ENVIRONMENT: 'test',
    };
    const { code, lines, stderr } = await runApp(
      ['--require', '@telewright/node/register', 'context.mjs'],
      environment,
      undefined,
      executable,
    ).ended;
    expect([code, stderr.split('\n').filter((line) => !line.startsWith('[telewright] INFO'))]).toEqual([0, ['']]);
    expect(lines).toEqual([{ served: 400, wrong: {} }]);

    const traces = [...new Set(receiver.spans.map(({ traceId }) => traceId))];
    const shapes = traces.map((id) => JSON.stringify(traceTree(receiver.spans, id).map(shape)));
    const call = ['CLIENT', ['SERVER']];
    expect(traces).toHaveLength(400);
    expect([...new Set(shapes)].map((text) => JSON.parse(text))).toEqual([[['CLIENT', ['SERVER', call, call, ['work in a worker']]]]]);
  });
});
