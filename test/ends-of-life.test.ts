import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, runApp } from './run-app.ts';

let receiver: Receiver;
let folders: string[];

beforeEach(async () => {
  receiver = await startReceiver();
  folders = [];
});
afterEach(async () => {
  await receiver.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const spoolFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'telewright-ends-'));
  folders.push(folder);
  return folder;
};
const nobody = 'http://127.0.0.1:1';

interface Run {
  readonly ending: string;
  readonly run: string;
  readonly url?: string;
  readonly spool?: string;
  readonly signal?: NodeJS.Signals;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the app with telemetry, or bare where no URL is given; sends it the signal when it is ready. */
const run = async ({ ending, run, url, spool, signal, environment }: Run): Promise<Ended> => {
  const telemetry =
    url === undefined
      ? {}
      : {
          OTEL_EXPORTER_OTLP_ENDPOINT: url,
          OTEL_SERVICE_NAME: 'ends',
          TELEWRIGHT_SPOOL_DIR: spool ?? spoolFolder(),
          FINOPS_TEAM: 'platform',
          FINOPS_ENVIRONMENT: 'test',
        };
  const app = runApp([...(url === undefined ? [] : ['--require', '@telewright/node/register']), 'ends.cjs'], {
    ENDING: ending,
    RUN: run,
    ...telemetry,
    ...environment,
  });
  if (signal) {
    await app.said(/ready/);
    app.kill(signal);
  }
  return app.ended;
};

/** What anybody sees of an end; our own lines are told apart by how they begin. */
const seen = ({ code, signal, stdout, stderr }: Ended): unknown => {
  const lines = stderr.split('\n').filter((line) => !line.startsWith('[telewright] '));
  return { code, signal, stdout, stderr: lines.join('\n') };
};

/** What has arrived of a run: spans and log records in full, and the last value of each metric. */
const arrived = (name: string): unknown => {
  const isOf = ({ attributes }: { attributes: Readonly<Record<string, unknown>> }): boolean => attributes['run'] === name;
  const values = receiver.metrics
    .filter(({ scope }) => scope.name === 'app')
    .flatMap((metric) => metric.points.filter(isOf).map((point) => [metric.name, 'value' in point ? point.value : undefined]));
  return {
    spans: receiver.spans
      .filter(isOf)
      .map((span) => span.name)
      .sort(),
    logs: receiver.logs.filter(isOf).map(({ body }) => body),
    metrics: Object.fromEntries(values),
  };
};
const recorded = (...more: string[]) => ({ spans: [...more, 'work'], logs: ['hello'], metrics: { jobs: 1, asked: 42 } });

const ends: [string, Omit<Run, 'run'>, string[]][] = [
  ['has nothing left to do', { ending: 'nothing' }, []],
  ['exits within 5 ms of its first span', { ending: 'exit soon' }, []],
  ['exits in the middle of a request', { ending: 'exit in a request' }, []],
  ['throws what nobody catches', { ending: 'exception' }, []],
  ['rejects what nobody handles', { ending: 'rejection' }, []],
  ['rejects with a value that is no error', { ending: 'rejection of a value' }, []],
  ...(['SIGTERM', 'SIGINT', 'SIGHUP'] as const).flatMap((signal): [string, Omit<Run, 'run'>, string[]][] => [
    [`gets ${signal}`, { ending: 'stay', signal }, []],
    [`handles ${signal} itself`, { ending: `own ${signal}`, signal }, ['cleanup']],
  ]),
  ['is a worker of a cluster that exits', { ending: 'worker exits' }, []],
  ['is a worker of a cluster that fails', { ending: 'worker fails' }, []],
  ['is a worker of a cluster that is stopped', { ending: 'worker is stopped' }, []],
];

describe.each(ends)('a process that %s', (_name, how, more) => {
  it('ends as it would without telemetry, and all it recorded arrives, now or with the next start', async () => {
    const spool = spoolFolder();
    const [bare, up, down] = await Promise.all([
      run({ ...how, run: 'bare' }),
      run({ ...how, run: 'up', url: receiver.url }),
      run({ ...how, run: 'down', url: nobody, spool }),
    ]);
    expect(seen(up)).toEqual(seen(bare));
    expect(seen(down)).toEqual(seen(bare));
    expect(arrived('up')).toEqual(recorded(...more));
    expect(arrived('down')).toEqual({ spans: [], logs: [], metrics: {} });
    await run({ ending: 'nothing', run: 'next', url: receiver.url, spool });
    expect(arrived('down')).toEqual(recorded(...more));
    expect(arrived('next')).toEqual(recorded());
    // Nothing is left, and nothing would be sent again.
    expect(readdirSync(spool, { recursive: true }).filter((path) => String(path).endsWith('.otlp'))).toEqual([]);
  });
});

describe('a process that exits while the Collector is slow', () => {
  it.each([
    ['1000', true],
    ['20000', false],
  ])('waits for it for a quarter of TELEWRIGHT_SHUTDOWN_TIMEOUT, here %s', async (timeout, isLost) => {
    await using slow = createServer((request, response) => {
      request.resume().on('end', () => setTimeout(() => response.end(), 1_000));
    });
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
    const environment = { TELEWRIGHT_SHUTDOWN_TIMEOUT: timeout, TELEWRIGHT_SPOOL: 'off', OTEL_LOG_LEVEL: 'warn' };
    const { stderr } = await run({ ending: 'exit soon', run: 'slow', url, environment });
    expect(stderr.includes('items of telemetry were lost')).toBe(isLost);
  });
});

describe('a process that is killed', () => {
  it('has left all but the last interval behind, with TELEWRIGHT_SPOOL=always', async () => {
    const spool = spoolFolder();
    const segments = (): string[] =>
      readdirSync(spool, { recursive: true })
        .map(String)
        .filter((path) => path.endsWith('.otlp'));
    const app = runApp(['--require', '@telewright/node/register', 'ends.cjs'], {
      ENDING: 'stay',
      RUN: 'killed',
      OTEL_EXPORTER_OTLP_ENDPOINT: nobody,
      OTEL_SERVICE_NAME: 'ends',
      OTEL_BSP_SCHEDULE_DELAY: '10',
      OTEL_BLRP_SCHEDULE_DELAY: '10',
      OTEL_METRIC_EXPORT_INTERVAL: '50',
      TELEWRIGHT_SPOOL: 'always',
      TELEWRIGHT_SPOOL_DIR: spool,
    });
    await app.said(/ready/);
    const hasAll = (): boolean => ['traces', 'logs', 'metrics'].every((signal) => segments().some((path) => path.includes(signal)));
    await expect.poll(hasAll, { timeout: 15_000 }).toBe(true);
    app.kill('SIGKILL');
    expect(await app.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    await run({ ending: 'nothing', run: 'next', url: receiver.url, spool });
    expect(arrived('killed')).toEqual(recorded());
    expect(segments()).toEqual([]);
  });
});
