import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { instrumentPino } from '@telewright/pino';
import { type Receiver, startReceiver } from '@telewright/testing';
import pino from 'pino';
import type { Bench } from './bench.ts';
import { type Figures, summarize } from './figures.ts';

const execute = promisify(execFile);
const apps = fileURLToPath(new URL('apps/', import.meta.url));
const usualRounds = 15;
const lines = 20_000;
const labels = {
  'service.name': 'checkout',
  'deployment.environment.name': 'production',
  'service.criticality': 'high',
  'service.instance.cost_center.id': 'CC-1042',
  'finops.team.name': 'platform',
  'finops.owner.name': 'payments',
  'finops.business_unit.id': 'retail',
  'finops.product.name': 'webshop',
};
const variables = {
  FINOPS_ENVIRONMENT: 'production',
  FINOPS_CRITICALITY: 'high',
  FINOPS_COST_CENTER_ID: 'CC-1042',
  FINOPS_TEAM: 'platform',
  FINOPS_OWNER: 'payments',
  FINOPS_BUSINESS_UNIT: 'retail',
  FINOPS_PRODUCT: 'webshop',
};

/** Measures what labels cost: the time to build the resource, the bytes in a batch, the time in a log line. */
export async function measureLabels(bench: Bench): Promise<Figures[]> {
  const receiver = await startReceiver();
  try {
    return [...(await measureResource(bench)), ...(await measureBatch(receiver, bench)), ...measureLines(bench)];
  } finally {
    await receiver.close();
  }
}

async function measureResource({ progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const root = mkdtempSync(join(tmpdir(), 'telewright-bench-'));
  const git = join(root, 'checkout/.git');
  mkdirSync(join(git, 'refs/heads'), { recursive: true });
  for (const folder of ['plain', 'podinfo']) mkdirSync(join(root, folder));
  writeFileSync(join(git, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(join(git, 'refs/heads/main'), `${'a'.repeat(40)}\n`);
  writeFileSync(join(git, 'config'), '[remote "origin"]\n\turl = https://git.example/acme/shop.git\n');
  writeFileSync(join(root, 'podinfo/labels'), 'team="platform"\nenv="production"\ncost-center="CC-1042"\npod-template-hash="5d9c"\n');
  writeFileSync(join(root, 'podinfo/annotations'), 'kubernetes.io/config.source="api"\n');
  const cases: [name: string, entry: string, podInfo: string][] = [
    ['without podinfo and git', 'plain', 'nowhere'],
    ['with podinfo', 'plain', 'podinfo'],
    ['with git', 'checkout', 'nowhere'],
    ['with both', 'checkout', 'podinfo'],
  ];
  const millis = cases.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    progress(`labels, resource: round ${Math.max(0, round) + 1} of ${rounds}`);
    for (const [index, [, entry, podInfo]] of cases.entries()) {
      const args = [join(apps, 'resource.mjs'), join(root, entry, 'main.js'), join(root, podInfo)];
      const { stdout } = await execute(process.execPath, args, { cwd: root });
      if (round >= 0) millis[index]?.push(JSON.parse(stdout).millis);
    }
  }
  rmSync(root, { recursive: true });
  return cases.map(([name], index) => ({
    name: `the resource, built for the first time, ${name}`,
    unit: 'ms',
    ...summarize(millis[index] ?? []),
  }));
}

async function measureBatch(receiver: Receiver, { progress, rounds = usualRounds }: Bench): Promise<Figures[]> {
  const bytes = async (compression: string, more: Readonly<Record<string, string>>): Promise<number> => {
    progress(`labels, batch: ${compression}`);
    receiver.reset();
    const standard = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_EXPORTER_OTLP_COMPRESSION: compression, OTEL_SERVICE_NAME: 'bench' };
    const environment = { PATH: process.env['PATH'] ?? '', ...standard, ...more };
    await execute(process.execPath, ['--require', '@telewright/node/register', 'batch.mjs'], { cwd: apps, env: environment });
    const batch = receiver.requests.find(({ signal }) => signal === 'traces');
    if (batch === undefined || receiver.spans.length !== 512)
      throw new Error(`expected a batch of 512 spans, got ${receiver.spans.length} spans`);
    return batch.wireBytes;
  };
  const figures: Figures[] = [];
  for (const compression of ['none', 'gzip']) {
    const without: number[] = [];
    const added: number[] = [];
    // Ids differ from run to run, and with them how well a batch can be packed.
    for (let round = 0; round < rounds; round++) {
      const bare = await bytes(compression, {});
      without.push(bare);
      added.push((await bytes(compression, variables)) - bare);
    }
    const name = compression === 'none' ? 'a batch of 512 spans' : 'the same, with gzip';
    figures.push({ name: `${name}, without labels`, unit: 'bytes', ...summarize(without) });
    figures.push({ name: `${name}: added by 7 labels`, unit: 'bytes', ...summarize(added) });
  }
  return figures;
}

function measureLines({ progress, rounds = usualRounds }: Bench): Figures[] {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const active = trace.setSpan(context.active(), new TracerProvider().getTracer('bench').startSpan('work'));
  const log = pino({}, { write: () => undefined });
  const cases: [name: string, start: () => () => void][] = [
    ['as pino writes it', () => () => undefined],
    ['with the ids of its span', () => instrumentPino()],
    ['with the ids and 8 labels', () => instrumentPino({ labels })],
  ];
  const micros = cases.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    progress(`labels, lines: round ${Math.max(0, round) + 1} of ${rounds}`);
    for (const [index, [, start]] of cases.entries()) {
      const stop = start();
      const { user, system } = process.cpuUsage();
      context.with(active, () => {
        for (let line = 0; line < lines; line++) log.info({ order: line, user: 'u1' }, 'order placed');
      });
      const used = process.cpuUsage({ user, system });
      stop();
      if (round >= 0) micros[index]?.push((used.user + used.system) / lines);
    }
  }
  context.disable();
  return cases.map(([name], index) => ({ name: `a log line ${name}: CPU`, unit: 'us', ...summarize(micros[index] ?? []) }));
}
