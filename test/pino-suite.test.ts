import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repository } from './run-app.ts';

/** pino's package brings its tests, but not what they ask for. */
const needs = [
  ...['pino@10.4.0', 'pino-pretty@13.2.0', '@matteo.collina/tspl@0.2.0', 'execa@5.1.1', 'flush-write-stream@2.0.0'],
  ...['import-fresh@3.3.1', 'proxyquire@2.1.3', 'split2@4.2.0', 'strip-ansi@6.0.1', 'tape@5.10.2'],
];

/**
 * Parts about transports that are run. Left out: `big` (eight million lines), `crash` (waits 10 s), `repl`, `node-options` (starts Node by itself, with
 * options of its own), `core`, `bundlers-support`, `module-link` and what is in TypeScript (they need a compiler and links that the package lacks).
 */
const transports = ['caller', 'pipeline', 'preload', 'sync-false', 'sync-true', 'targets', 'uses-pino-config'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'telewright-pino-suite-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', ...needs, ...options], { cwd: folder, shell: process.platform === 'win32' });
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 180_000);

/** Runs parts of the suite, in whose processes telemetry is preloaded, and gives the tests that failed and the number of those that passed. */
async function run(parts: readonly string[], redaction: string): Promise<{ readonly failed: string[]; readonly passed: number }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    NODE_OPTIONS: `--require ${repository}packages/node/dist/register.cjs`,
    // A span of a request would be in the lines, which the tests compare to the byte.
    OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'pino',
    TELEWRIGHT_REDACTION: redaction,
    TELEWRIGHT_LOGS: 'send',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_TRACES_EXPORTER: 'none',
  };
  const args = ['--test', '--test-reporter=tap', ...parts.map((name) => `test/${name}.test.js`)];
  const options = { cwd: join(folder, 'node_modules/pino'), env, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((failed: { stdout: string }) => failed);
  const failed = [...stdout.matchAll(/^\s*not ok \d+ - (.*)$/gm)].map(([, name]) => name as string);
  return { failed, passed: Number(/^# pass (\d+)$/m.exec(stdout)?.[1]) };
}

it("passes pino's own tests where its lines are heard, correlated and sent", { timeout: 180_000 }, async () => {
  // Without browser.js, which is another logger, for browsers.
  const files = readdirSync(join(folder, 'node_modules/pino/test')).filter((name) => /^(?!browser).*\.test\.js$/.test(name));
  const parts = [...files.map((name) => name.replace('.test.js', '')), ...transports.map((name) => `transport/${name}`)];
  const { failed, passed } = await run(parts, 'off');
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(400);
});

it('fails those that write secrets, and no others, with redaction on', { timeout: 180_000 }, async () => {
  expect((await run(['redact'], 'default')).failed).toEqual([
    'redact.censor option – sets the redact value',
    'redact.censor option – can be a function that accepts value and path arguments (nested path)',
    'redact.censor preserves original object values after the log write',
    'child can customize redact',
    'child can remove parent redact by array',
  ]);
});
