import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRedis } from '../packages/channels/test/redis-server.ts';
import { type Ended, repository, runApp } from './run-app.ts';
import { installedRuntimes } from './runtimes.ts';

const execute = promisify(execFile);
const register = `${repository}packages/node/dist/register.cjs`;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const environment = (): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
  FINOPS_TEAM: 'platform',
  FINOPS_ENVIRONMENT: 'test',
});

describe.each(installedRuntimes())('an app under telemetry, on $name', ({ executable }) => {
  it('sees of http, fetch, express and fastify what it sees without', async () => {
    const run = (args: readonly string[], more: Record<string, string> = {}): Promise<Ended> =>
      runApp([...args, 'behaviour.mjs'], { ...environment(), ...more }, undefined, executable).ended;
    // Context in the headers of outgoing requests is what telemetry is for; all the rest has to be the same.
    const [bare, preloaded] = await Promise.all([run([]), run(['--require', register], { OTEL_PROPAGATORS: 'none' })]);
    expect(preloaded.stdout.split('\n')).toEqual(bare.stdout.split('\n'));
    expect(ownStderr(preloaded)).toEqual(ownStderr(bare));
    expect([preloaded.code, bare.code]).toEqual([1, 1]);
    expect(receiver.spans.length).toBeGreaterThan(30);
  });
});

/** Before Node 24 an AsyncLocalStorage, anyone's, shows as a frame of Node's own in the stack of what nobody catches. */
function ownStderr({ stderr }: Ended): string[] {
  return stderr.split('\n').filter((line) => !line.startsWith('[telewright] INFO ') && !line.includes('process.callbackTrampoline (node:'));
}

describe('the tests that fastify ships', () => {
  const files = [
    '404s',
    '500s',
    'als',
    'async_hooks',
    'close-pipelining',
    'hooks-async',
    'reply-error',
    'request-error',
    'stream.1',
    'upgrade',
  ];

  it('pass under telemetry', async () => {
    const args = ['--test', '--test-concurrency=2', '--test-reporter=tap', ...files.map((name) => `test/${name}.test.js`)];
    const options = { NODE_OPTIONS: `--require ${register}`, OTEL_LOG_LEVEL: 'error' };
    const { code, stdout, stderr } = await runApp(args, { ...environment(), ...options }, `${repository}node_modules/fastify`).ended;
    expect([stdout.match(/^ *not ok .*/gm), /^# fail 0$/m.test(stdout), stderr]).toEqual([null, true, '']);
    expect(code).toBe(0);
    expect(Number(/^# pass (\d+)$/m.exec(stdout)?.[1])).toBeGreaterThan(200);
    expect(receiver.spans.length).toBeGreaterThan(100);
  });
});

describe('a rejected command that nobody waits for', () => {
  const bare: readonly string[] = [];
  const preloaded = ['--require', register];
  const anyone = [
    '--import',
    'data:text/javascript,import d from "node:diagnostics_channel";d.tracingChannel("ioredis:command").subscribe({end(){}})',
  ];
  const ioredis = 'const c = new (require("ioredis"))(PORT); c.call("nope"); c.ping().then(() => c.disconnect())';
  const redis =
    'const c = require("redis").createClient({ url: "redis://127.0.0.1:PORT" }); c.connect().then(() => { c.sendCommand(["nope"]); return c.close(); })';

  it.each([
    ['of redis ends the app', 'without telemetry', redis, bare, 1],
    ['of redis ends the app', 'with telemetry', redis, preloaded, 1],
    ['of ioredis ends the app', 'without telemetry', ioredis, bare, 1],
    ['of ioredis is taken by ioredis', 'as soon as anybody listens', ioredis, anyone, 0],
    ['of ioredis is taken by ioredis', 'with telemetry', ioredis, preloaded, 0],
  ])('%s, %s', async (_what, _when, app, flags, expected) => {
    const { port } = await startRedis();
    const { code, stderr } = await runApp([...flags, '--eval', app.replace('PORT', String(port))], environment()).ended;
    expect([code, /ERR unknown command 'NOPE'/.test(stderr)]).toEqual([expected, expected === 1]);
  });
});

describe('package managers under NODE_OPTIONS', () => {
  const shell = process.platform === 'win32';
  const inherited = (): NodeJS.ProcessEnv => ({ ...process.env, ...environment(), NODE_OPTIONS: `--require ${register}`, NODE_ENV: '' });

  it.each(['npm', 'npx'])('leave the real %s as it is', async (name) => {
    const plain = await execute(name, ['--version'], { shell });
    const { stdout, stderr } = await execute(name, ['--version'], { shell, env: inherited() });
    expect([stdout, stderr]).toEqual([plain.stdout, plain.stderr]);
    expect(receiver.requests).toEqual([]);
  });

  it('reach the service that npm starts, and nothing else', async () => {
    const folder = mkdtempSync(join(repository, 'test/apps/npm-'));
    try {
      writeFileSync(
        join(folder, 'package.json'),
        '{ "name": "started-by-npm", "version": "1.0.0", "scripts": { "start": "node app.mjs" } }',
      );
      writeFileSync(
        join(folder, 'app.mjs'),
        "import { get } from 'node:http'; get('http://127.0.0.1:1').on('error', () => console.log('the app'));",
      );
      const { stdout, stderr } = await execute('npm', ['start', '--silent'], { cwd: folder, shell, env: inherited() });
      expect(stdout).toBe('the app\n');
      expect(stderr.match(/telemetry of .*? started/g)).toEqual(['telemetry of started-by-npm 1.0.0 (test) started']);
      expect(receiver.spans.map(({ kind }) => kind)).toEqual(['CLIENT']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
