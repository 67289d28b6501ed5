import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runApp } from './run-app.ts';
import { installedRuntimes } from './runtimes.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const said = `/chat?by=ws hello
1000 done
/chat?by=node hello
1000 done
Unexpected server response: 400
200
served /tunnelled
served /by-undici
`;

it.each(installedRuntimes())('upgrades and tunnels work under telemetry and leave no span open, on $name', async (runtime) => {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test' };
  const args = ['--require', '@telewright/node/register', 'tunnels.mjs'];
  const end = await runApp(args, environment, undefined, runtime.executable).ended;
  expect([end.code, end.stdout, end.stderr]).toEqual([0, said, expect.stringMatching(/^\[telewright\] INFO .*\n$/)]);
  const { spans } = receiver;
  const parents = new Map(spans.map(({ spanId, name, kind }) => [spanId, `${kind} ${name}`]));
  const seen = spans.map(({ kind, name, attributes, parentSpanId, status }) => {
    const target = String(attributes['url.full'] ?? attributes['url.path']).replace(/^(http:..)?127\.0\.0\.1:\d+/, '');
    return [`${kind} ${name}${target}`, attributes['http.response.status_code'], status.code, parents.get(parentSpanId ?? '')];
  });
  // A WebSocket of Node.js has no span, nor has what a server upgrades or tunnels.
  expect(seen.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
    ['CLIENT CONNECT', 200, 'UNSET', undefined],
    ['CLIENT CONNECT', 200, 'UNSET', undefined],
    ['CLIENT GET/by-undici', 200, 'UNSET', undefined],
    ['CLIENT GET/chat?by=ws', 101, 'UNSET', undefined],
    ['CLIENT GET/elsewhere', 400, 'ERROR', undefined],
    ['CLIENT GET/tunnelled', 200, 'UNSET', undefined],
    ['SERVER GET/by-undici', 200, 'UNSET', 'CLIENT GET'],
    ['SERVER GET/tunnelled', 200, 'UNSET', 'CLIENT GET'],
  ]);
});

it('says without telemetry what it says with it', async () => {
  const end = await runApp(['tunnels.mjs']).ended;
  expect([end.code, end.stdout, end.stderr]).toEqual([0, said, '']);
});
