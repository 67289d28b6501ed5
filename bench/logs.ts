import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Receiver } from '@telewright/testing';
import { type Figures, summarize } from './figures.ts';

const run = promisify(execFile);
const rounds = 5;
const lines = 100_000;
const register = fileURLToPath(new URL('../packages/node/dist/register.cjs', import.meta.url));

/** What users would install; a folder of their own keeps the peers away from our dependencies. */
const peers = [
  'pino@10.4.0',
  '@opentelemetry/api@1.10.0',
  '@opentelemetry/context-async-hooks@3.1.0',
  '@opentelemetry/exporter-logs-otlp-proto@0.301.0',
  '@opentelemetry/instrumentation@0.301.0',
  '@opentelemetry/instrumentation-pino@0.70.0',
  '@opentelemetry/sdk-logs@3.1.0',
  '@opentelemetry/sdk-trace@3.1.0',
  'pino-opentelemetry-transport@4.0.2',
];

interface Variant {
  readonly name: string;
  readonly preload?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const bare: Variant = { name: 'bare pino' };
const variants: readonly Variant[] = [
  { name: 'telemetry that leaves logs alone', preload: register, environment: { TELEWRIGHT_LOGS: 'off' } },
  { name: 'correlation', preload: register, environment: { TELEWRIGHT_REDACTION: 'off' } },
  { name: 'correlation, redaction', preload: register },
  { name: 'correlation, sending', preload: register, environment: { TELEWRIGHT_LOGS: 'send', TELEWRIGHT_REDACTION: 'off' } },
  { name: 'correlation, redaction, sending', preload: register, environment: { TELEWRIGHT_LOGS: 'send' } },
  { name: 'instrumentation-pino, correlation', preload: './upstream-logs.cjs' },
  { name: 'instrumentation-pino, correlation, sending', preload: './upstream-logs.cjs', environment: { SENDS: 'true' } },
  { name: 'pino-opentelemetry-transport, sending', environment: { TRANSPORT: 'pino-opentelemetry-transport' } },
];

/** Measures what a line of pino in a span costs over bare pino, in turns with the peers in one run. */
export async function measureLogs(receiver: Receiver, progress: (text: string) => void): Promise<Figures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'telewright-logs-'));
  try {
    progress('logs: installing the peers');
    writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true }');
    execFileSync('npm', ['install', ...peers, '--legacy-peer-deps', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    for (const name of ['log-lines.cjs', 'upstream-logs.cjs']) {
      copyFileSync(fileURLToPath(new URL(`apps/${name}`, import.meta.url)), join(folder, name));
    }
    const bares: number[] = [];
    const added = new Map(variants.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round < rounds; round++) {
      progress(`logs: round ${round + 1} of ${rounds}`);
      const without = await measure(bare, folder, receiver);
      bares.push(without);
      for (const variant of variants) added.get(variant.name)?.push((await measure(variant, folder, receiver)) - without);
    }
    return [
      { name: 'a line with 4 fields in a span, bare pino: CPU', unit: 'us', ...summarize(bares) },
      ...[...added].map(([name, micros]) => ({ name: `added by ${name}`, unit: 'us', ...summarize(micros) })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure({ preload, environment }: Variant, folder: string, receiver: Receiver): Promise<number> {
  const args = preload === undefined ? ['log-lines.cjs'] : ['--require', preload, 'log-lines.cjs'];
  const env = {
    PATH: process.env['PATH'],
    LINES: String(lines),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_LOG_LEVEL: 'error',
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_BLRP_MAX_QUEUE_SIZE: '50000',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    ...environment,
  };
  const { stdout } = await run(process.execPath, args, { cwd: folder, env });
  receiver.reset();
  return (JSON.parse(stdout) as { micros: number }).micros;
}
