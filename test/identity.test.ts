import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
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

/** Cuts the first message of a length-delimited field 1 out of a protobuf message. */
function firstField(message: Buffer): Buffer {
  expect(message[0]).toBe(0x0a);
  let [length, shift, position] = [0, 0, 1];
  for (;;) {
    const byte = message.readUInt8(position++);
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return message.subarray(position, position + length);
    shift += 7;
  }
}

describe('the resource', () => {
  it('is the same on traces, metrics and logs, byte for byte, in a worker too', async () => {
    const resources = new Map<string, Set<string>>();
    const server = createServer(async (request, response) => {
      // A request is a list of groups in field 1, and a group has its resource in field 1, whatever the signal.
      const resource = firstField(firstField(await buffer(request))).toString('hex');
      const path = request.url ?? '';
      resources.set(path, (resources.get(path) ?? new Set()).add(resource));
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await run('signals-in-worker.mjs', { OTEL_EXPORTER_OTLP_ENDPOINT: url, FINOPS_TEAM: 'platform' });
    server.close();
    expect([...resources.keys()].sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    const [traces, metrics, logs] = ['/v1/traces', '/v1/metrics', '/v1/logs'].map((path) => [...(resources.get(path) ?? [])].sort());
    expect([metrics, logs, traces?.length]).toEqual([traces, traces, 2]);
  });
});
