import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from './http-server.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otlp-'));
  buildSync({
    entryPoints: [join(import.meta.dirname, '../src/index.ts')],
    outfile: join(folder, 'otlp.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a script as a process of its own, in which `transport` sends to the URL; gives what it printed, and its exit code. */
const run = (url: string, script: string): Promise<{ output: string; code: number | null }> => {
  const preamble = `import { createTransport, LogQueue } from ${JSON.stringify(join(folder, 'otlp.mjs'))};
    const transport = createTransport({ url: ${JSON.stringify(url)}, signal: 'logs', timeoutMillis: 0 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', preamble + script], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ output, code })));
};

describe('a process', () => {
  it('ends by itself while a request waits for an answer that never comes', async () => {
    const { url } = await startServer(() => {});
    expect(await run(url, `transport.send(new Uint8Array(10), 1); setTimeout(() => console.log('idle'), 200);`)).toEqual({
      output: 'idle\n',
      code: 0,
    });
  });

  it('ends by itself while a retry is awaited', async () => {
    const { url, received } = await startServer((response) => response.writeHead(503, { 'retry-after': '3600' }).end());
    expect(await run(url, `transport.send(new Uint8Array(10), 1); setTimeout(() => console.log('idle'), 200);`)).toEqual({
      output: 'idle\n',
      code: 0,
    });
    expect(received.length).toBe(1);
  });

  it('ends by itself with an idle connection', async () => {
    const { url } = await startServer();
    const script = `console.log((await transport.send(new Uint8Array(10), 1).finally(() => clearInterval(hold))).outcome);`;
    expect(await run(url, `const hold = setInterval(() => {}, 1000); ${script}`)).toEqual({ output: 'delivered\n', code: 0 });
  });

  it('sends a batch without a wait for something else to happen', async () => {
    const { url } = await startServer();
    const record = `{ hrTime: [0, 0], hrTimeObserved: [0, 0], attributes: {}, droppedAttributesCount: 0,
      resource: { attributes: {} }, instrumentationScope: { name: 'a' } }`;
    const script = `
      const onEvent = ({ type }) => console.log(type);
      const queue = new LogQueue({ url: ${JSON.stringify(url)}, maxBatchItems: 1, onEvent });
      setTimeout(() => { queue.add(${record}); setTimeout(() => console.log('timer'), 2000); }, 50);`;
    expect(await run(url, script)).toEqual({ output: 'delivered\ntimer\n', code: 0 });
  });

  it.each(['flush', 'shutdown'])('lives until a %s has ended', async (wait) => {
    const { url } = await startServer((response) => setTimeout(() => response.end(), 100));
    const script = `const sending = transport.send(new Uint8Array(10), 1); await transport.${wait}(); console.log((await sending).outcome);`;
    expect(await run(url, script)).toEqual({ output: 'delivered\n', code: 0 });
  });
});
