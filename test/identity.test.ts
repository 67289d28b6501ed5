import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = (file: string, environment: Record<string, string> = {}) =>
  runApp(['--require', '@telewright/node/register', file], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment }).ended;
const instanceOf = (name: string): unknown => receiver.spans.find((span) => span.name === name)?.resource.attributes['service.instance.id'];

describe('service.instance.id', () => {
  it.each([
    ['worker.mjs', 'in the main thread'],
    ['cluster.cjs', 'in the primary'],
  ])('tells a worker from its process in %s', async (file, main) => {
    const { code, stdout } = await run(file);
    expect([code, stdout]).toEqual([0, '']);
    expect(receiver.spans.map(({ name }) => name).sort()).toEqual(['in a worker', main]);
    expect([instanceOf(main), instanceOf('in a worker')]).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)]);
    expect(instanceOf(main)).not.toBe(instanceOf('in a worker'));
  });

  it('is the conventions’ UUIDv5 in Kubernetes, the same after a restart', async () => {
    const pod = { K8S_NAMESPACE_NAME: 'shop', K8S_POD_NAME: 'checkout-1', K8S_CONTAINER_NAME: 'app' };
    await run('span.mjs', pod);
    const first = instanceOf('work');
    receiver.reset();
    await run('span.mjs', pod);
    expect(first).toMatch(/-5[0-9a-f]{3}-/);
    expect(instanceOf('work')).toBe(first);
  });
});
