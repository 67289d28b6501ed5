import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startReceiver } from '@telewright/testing';
import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import { summarize, table } from './figures.ts';
import { cores, pinned } from './pinned.ts';
import { allSignals } from './variants.ts';

const run = promisify(execFile);
const usualRounds = 7;
/** A quarter of them is written before, to warm up; both numbers are whole bursts. */
const lines = 200_000;
const proofLines = 800;

/** What users would install. */
const upstream = [
  '@opentelemetry/api@1.10.0',
  '@opentelemetry/context-async-hooks@3.1.0',
  '@opentelemetry/exporter-logs-otlp-proto@0.301.0',
  '@opentelemetry/instrumentation@0.301.0',
  '@opentelemetry/instrumentation-pino@0.70.0',
  '@opentelemetry/sdk-logs@3.1.0',
  '@opentelemetry/sdk-trace@3.1.0',
];
const transport = ['@opentelemetry/api@1.10.0', 'pino-opentelemetry-transport@4.0.2', '--legacy-peer-deps'];

interface Variant {
  readonly name: string;
  readonly packages: readonly string[];
  readonly preload?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether its lines have the ids of their span, and whether they are sent. */
  readonly promises: { readonly ids?: true; readonly sending?: true };
}

const ours = (name: string, environment: Readonly<Record<string, string>>, promises: Variant['promises']): Variant => ({
  name,
  packages: allSignals.packages,
  preload: '@telewright/node/register',
  environment,
  promises,
});
/** As many as `,"trace_id":"…","span_id":"…","trace_flags":"01"` has. */
const idCharacters = 93;
const withoutRedaction = { TELEWRIGHT_REDACTION: 'off' };
const bare: Variant = { name: 'bare pino', packages: allSignals.packages, promises: {} };
const variants: readonly Variant[] = [
  { name: "a listener on pino's channel that does nothing", packages: allSignals.packages, preload: './idle-listener.cjs', promises: {} },
  {
    name: `the same, and ${idCharacters} more characters in the line`,
    packages: allSignals.packages,
    preload: './idle-listener.cjs',
    environment: { PADDING: String(idCharacters) },
    promises: {},
  },
  ours('telemetry that leaves logs alone', { TELEWRIGHT_LOGS: 'off' }, {}),
  ours('correlation', withoutRedaction, { ids: true }),
  ours('correlation, redaction', {}, { ids: true }),
  ours('correlation, sending', { TELEWRIGHT_LOGS: 'send', ...withoutRedaction }, { ids: true, sending: true }),
  ours('correlation, redaction, sending', { TELEWRIGHT_LOGS: 'send' }, { ids: true, sending: true }),
  { name: 'instrumentation-pino, correlation', packages: upstream, preload: './upstream-logs.cjs', promises: { ids: true } },
  {
    name: 'instrumentation-pino, correlation, sending',
    packages: upstream,
    preload: './upstream-logs.cjs',
    environment: { SENDS: 'true' },
    promises: { ids: true, sending: true },
  },
  {
    name: 'pino-opentelemetry-transport, sending',
    packages: transport,
    environment: { TRANSPORT: 'pino-opentelemetry-transport' },
    promises: { sending: true },
  },
];

/** Measures what a line of pino in a span costs over bare pino, which is measured before each variant. A peer that loses lines is void. */
export async function measureLogs(bench: Bench): Promise<string> {
  const { installations, progress, rounds = usualRounds } = bench;
  const counter = await startCounter();
  const voids = new Map<Variant, string>();
  /** Gives the CPU of a line. Throws where a line of ours that was to be sent did not arrive. */
  const measure = async (variant: Variant): Promise<number> => {
    const { stdout } = await write(variant, installations.folderOf(variant), counter.url, { LINES: String(lines) });
    const { logs } = await counter.take();
    const promised = variant.promises.sending ? lines * 1.25 : 0;
    if (logs !== promised) {
      const fault = `${variant.name}: ${logs} log records arrived, expected ${promised}`;
      if (variant.packages === allSignals.packages) throw new Error(fault);
      voids.set(variant, fault);
    }
    return (JSON.parse(stdout) as { micros: number }).micros;
  };
  try {
    for (const variant of variants) await prove(variant, bench);
    const bares: number[] = [];
    const added = variants.map((): number[] => []);
    for (let round = 0; round < rounds; round++) {
      progress(`logs: round ${round + 1} of ${rounds}`);
      for (const [index, variant] of variants.entries()) {
        // Right before each: a round takes half a minute, in which a shared machine may become a third slower.
        const without = await measure(bare);
        bares.push(without);
        added[index]?.push((await measure(variant)) - without);
      }
    }
    const valid = [...variants.entries()].filter(([, variant]) => !voids.has(variant));
    const figures = [
      { name: 'a line with 4 fields in a span, bare pino: CPU', unit: 'us', ...summarize(bares) },
      ...valid.map(([index, { name }]) => ({ name: `added by ${name}`, unit: 'us', ...summarize(added[index] as number[]) })),
    ];
    return [table(figures), ...[...voids.values()].map((fault) => `Void: ${fault}.`)].join('\n\n');
  } finally {
    counter.close();
  }
}

/** Throws where the lines of a variant have no ids or are not sent although it promises it, or the other way round. */
async function prove(variant: Variant, { installations, progress }: Bench): Promise<void> {
  progress(`logs: whether it does what it promises, ${variant.name}`);
  const { ids = false, sending = false } = variant.promises;
  const receiver = await startReceiver();
  try {
    const folder = installations.folderOf(variant);
    const { stdout } = await write(variant, folder, receiver.url, { LINES: String(proofLines), DESTINATION: '1' });
    const written = stdout.split('\n').filter((line) => line.includes('"order placed"'));
    const all = proofLines * 1.25;
    const withIds = written.filter((line) => /"trace_id":"[0-9a-f]{32}"/.test(line)).length;
    const expected = [all, ids ? all : 0, sending ? all : 0];
    const got = [written.length, withIds, receiver.logs.length];
    if (got.join() !== expected.join()) {
      throw new Error(`${variant.name}: expected ${expected.join(', ')} lines, lines with ids and log records, got ${got.join(', ')}`);
    }
  } finally {
    await receiver.close();
  }
}

function write({ preload, environment }: Variant, folder: string, url: string, more: Readonly<Record<string, string>>) {
  const args = preload === undefined ? ['log-lines.cjs'] : ['--require', preload, 'log-lines.cjs'];
  const env = {
    PATH: process.env['PATH'],
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_LOG_LEVEL: 'error',
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_BLRP_MAX_QUEUE_SIZE: '50000',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    TELEWRIGHT_SPOOL: 'off',
    ...environment,
    ...more,
  };
  const [command, ...rest] = pinned(cores.measured, [process.execPath, ...args]);
  return run(command, rest, { cwd: folder, env, maxBuffer: 16 * 2 ** 20 });
}
