import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { type App, runApp } from './run-app.ts';

const rate = 500;
const seconds = 2;
const count = rate * seconds;

const cleanUps: (() => unknown)[] = [];

afterAll(() => Promise.all(cleanUps.map((cleanUp) => cleanUp())));

/** A receiver that is closed in the end, at a port that was free a moment ago. */
const receiverAt = async (port: number): Promise<Receiver> => {
  const receiver = await startReceiver({ port });
  cleanUps.push(() => receiver.close());
  return receiver;
};
const freePort = async (): Promise<number> => {
  const receiver = await startReceiver();
  await receiver.close();
  return receiver.port;
};
const spoolFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'telewright-outage-'));
  cleanUps.push(() => rmSync(folder, { recursive: true }));
  return folder;
};
const segments = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => path.endsWith('.otlp'));

/** Runs the app that records at a steady rate; memory is so small that an outage of a second is more than it holds. */
const load = (port: number, spool: string, environment: Readonly<Record<string, string>> = {}): App =>
  runApp(['--require', '@telewright/node/register', 'load.mjs'], {
    RATE: String(rate),
    SECONDS: String(seconds),
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'load',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    OTEL_BSP_MAX_QUEUE_SIZE: '200',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '100',
    OTEL_BLRP_MAX_QUEUE_SIZE: '200',
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '100',
    TELEWRIGHT_LOGS: 'send',
    TELEWRIGHT_SPOOL_DIR: spool,
    FINOPS_TEAM: 'platform',
    FINOPS_ENVIRONMENT: 'test',
    ...environment,
  });

type Attributes = Readonly<Record<string, unknown>>;
const spansOf = (receiver: Receiver, run = '') => receiver.spans.filter(({ attributes }) => attributes['run'] === run);
const logsOf = (receiver: Receiver, run = '') => receiver.logs.filter(({ attributes }) => attributes['run'] === run);
/** The numbers of spans or log records, sorted: each that was recorded once is what has to be there. */
const numbers = (items: readonly { attributes: Attributes }[]): number[] =>
  items.map(({ attributes }) => Number(attributes['n'])).sort((a, b) => a - b);
const all = (upTo: number): number[] => Array.from({ length: upTo }, (_, index) => index);

/** Waits until everything has arrived, ends the app, and checks that nothing is missing, came twice, or is left. */
const expectAll = async (app: App, receiver: Receiver, spool: string): Promise<void> => {
  await app.said(/recorded/);
  await receiver.waitFor(({ spans, logs }) => spans.length >= count && logs.length >= count, { timeoutMillis: 15_000 });
  app.kill('SIGTERM');
  const { signal, stderr } = await app.ended;
  expect(signal).toBe('SIGTERM');
  expect(numbers(receiver.spans)).toEqual(all(count));
  expect(numbers(receiver.logs)).toEqual(all(count));
  expect(stderr).not.toContain('lost:');
  expect(segments(spool)).toEqual([]);
};

describe.concurrent('all spans and log lines arrive once', () => {
  it('when there was no Collector for a while', async () => {
    const [port, spool] = [await freePort(), spoolFolder()];
    const app = load(port, spool);
    await app.said(/recorded/);
    expect(segments(spool).length).toBeGreaterThan(1);
    await expectAll(app, await receiverAt(port), spool);
  });

  it('from a Collector that comes and goes', async () => {
    const [receiver, spool] = [await receiverAt(0), spoolFolder()];
    const began = Date.now();
    receiver.respondWith(() => (Math.floor((Date.now() - began) / 400) % 2 === 0 ? { reset: true } : undefined));
    const app = load(receiver.port, spool);
    await app.said(/recorded/);
    receiver.respondWith(undefined);
    await expectAll(app, receiver, spool);
  });

  it('with a Collector that asks to come back later', async () => {
    const [receiver, spool] = [await receiverAt(0), spoolFolder()];
    receiver.respondWith({ status: 503, headers: { 'retry-after': '1' } });
    const app = load(receiver.port, spool);
    await app.said(/recorded/);
    // It was left alone meanwhile: three signals, each tried at once and then a second later at the earliest.
    expect(receiver.requests.length).toBeLessThan(20);
    receiver.respondWith(undefined);
    await expectAll(app, receiver, spool);
  });

  it('with a Collector that is slow', async () => {
    const [receiver, spool] = [await receiverAt(0), spoolFolder()];
    receiver.respondWith({ delayMillis: 500 });
    const app = load(receiver.port, spool);
    await app.said(/recorded/);
    receiver.respondWith(undefined);
    await expectAll(app, receiver, spool);
  });

  it('when the service is restarted in the middle', async () => {
    const [port, spool] = [await freePort(), spoolFolder()];
    const first = load(port, spool, { RUN: 'first' });
    await first.said(/"number":\d+/);
    first.kill('SIGTERM');
    const { signal } = await first.ended;
    expect(signal).toBe('SIGTERM');
    const second = load(port, spool, { RUN: 'second' });
    await second.said(/recorded/);
    const receiver = await receiverAt(port);
    await receiver.waitFor(() => spansOf(receiver, 'second').length >= count && logsOf(receiver, 'second').length >= count, {
      timeoutMillis: 15_000,
    });
    // How many there are of the first is known from the last of them, which was recorded just before the end.
    const isWhole = (items: readonly { attributes: Attributes }[]): boolean =>
      items.length > 200 && items.length > Math.max(...numbers(items));
    await receiver.waitFor(() => isWhole(spansOf(receiver, 'first')) && isWhole(logsOf(receiver, 'first')), { timeoutMillis: 15_000 });
    second.kill('SIGTERM');
    await second.ended;
    for (const items of [spansOf, logsOf]) {
      const ofFirst = numbers(items(receiver, 'first'));
      expect(ofFirst).toEqual(all(ofFirst.length));
      expect(numbers(items(receiver, 'second'))).toEqual(all(count));
    }
    expect(spansOf(receiver, 'first').length).toBe(logsOf(receiver, 'first').length);
    expect(segments(spool)).toEqual([]);
  });
});
