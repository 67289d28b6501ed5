import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { delivery, pushPayload, secret } from './github-delivery.ts';
import { loopbackServer } from './loopback-server.ts';
import { syncScript } from './sync-script.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Service {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly lines: Record<string, unknown>[];
  /** Everything that was written to stderr. */
  readonly errors: () => string;
  readonly exit: Promise<[number | null, NodeJS.Signals | null]>;
}

/** Starts the service as a process of its own, with the given variables and no others. */
function startService(environment: Record<string, string>): Service {
  const child = spawn(process.execPath, [main], { env: { PROXY_PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: Record<string, unknown>[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  return { child, lines, errors: () => errors, exit: once(child, 'close') as Service['exit'] };
}

async function listening({ lines }: Service): Promise<string> {
  const found = (): string | undefined => lines.map(({ msg }) => /^Server listening at (http:\S+)$/.exec(String(msg))?.[1]).find(Boolean);
  return (await vi.waitUntil(found, { timeout: 20_000 })) as string;
}

const messages = ({ lines }: Service): unknown[] => lines.map(({ msg }) => msg);

describe('main', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('says where it listens, serves, and ends with 0 on %s', async (signal) => {
    const service = startService({});
    const url = await listening(service);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    service.child.kill(signal);
    expect(await service.exit).toEqual([0, null]);
    expect(messages(service).slice(-2)).toEqual(['stopping', 'stopped']);
    expect(service.errors()).toBe('');
  });

  it.each(['before', 'after'])('finishes a request in flight whose answer began %s the stop, and then ends by itself', async (moment) => {
    let upstreamResponse: ServerResponse | undefined;
    const upstream = await loopbackServer((_, response) => {
      upstreamResponse = response;
      if (moment === 'before') response.write('very ');
    });
    const service = startService({ PROXY_UPSTREAM: upstream });
    const response = fetch(`${await listening(service)}/slow`);
    await vi.waitUntil(() => upstreamResponse, { timeout: 10_000 });
    if (moment === 'before') await response;
    service.child.kill('SIGTERM');
    await vi.waitUntil(() => messages(service).includes('stopping'), { timeout: 10_000 });
    upstreamResponse?.end('late');
    expect(await (await response).text()).toBe(moment === 'before' ? 'very late' : 'late');
    expect((await response).headers.get('connection')).toBe(moment === 'before' ? 'keep-alive' : 'close');
    expect(await service.exit).toEqual([0, null]);
    expect(messages(service).at(-1)).toBe('stopped');
  });

  it('waits for a running sync before it ends', async () => {
    const script = await syncScript('await released();');
    const service = startService({
      PROXY_WEBHOOK_SECRET: secret,
      PROXY_SYNC_REPOSITORIES: 'acme/site',
      PROXY_SYNC_COMMAND: script.command,
      PROXY_SHUTDOWN_TIMEOUT_MS: '20000',
    });
    const { url, payload, ...request } = delivery('push', pushPayload());
    expect((await fetch(`${await listening(service)}${url}`, { ...request, body: payload })).status).toBe(202);
    await script.begun(1);
    service.child.kill('SIGTERM');
    await vi.waitUntil(() => messages(service).includes('stopping'), { timeout: 10_000 });
    await script.release();
    expect(await service.exit).toEqual([0, null]);
    expect(messages(service).slice(-2)).toEqual(['sync ended: success', 'stopped']);
  });

  it('ends with 0 when a request takes longer than the stop may', async () => {
    let arrived = false;
    const upstream = await loopbackServer(() => {
      arrived = true;
    });
    const service = startService({ PROXY_UPSTREAM: upstream, PROXY_SHUTDOWN_TIMEOUT_MS: '0' });
    const response = fetch(`${await listening(service)}/never`).catch(() => 'cut off');
    await vi.waitUntil(() => arrived, { timeout: 10_000 });
    service.child.kill('SIGTERM');
    expect(await service.exit).toEqual([0, null]);
    expect(await response).toBe('cut off');
    expect(messages(service).at(-1)).toBe('stopped before everything was finished');
  });

  it('says each wrong setting in one line and runs on', async () => {
    const service = startService({ PROXY_HEALTH_URL: 'nonsense', PROXY_SYNC_TIMEOUT_MS: 'soon' });
    await listening(service);
    expect(service.lines.filter(({ level }) => level === 40).map(({ msg }) => msg)).toEqual([
      'PROXY_HEALTH_URL: expected an absolute http or https URL, got something else, 8 characters long; checking no dependency',
      'PROXY_SYNC_TIMEOUT_MS: expected an integer from 1 to 3600000, got "soon"; using 300000',
    ]);
  });

  it('ends with 1 and the reason when it cannot listen', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const service = startService({ PROXY_PORT: String((taken.address() as AddressInfo).port) });
    expect(await service.exit).toEqual([1, null]);
    expect(service.lines.at(-1)).toMatchObject({ level: 60, msg: 'could not listen', err: { code: 'EADDRINUSE' } });
  });
});
