import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = (environment: Record<string, string>) =>
  runApp(['--require', '@telewright/node/register', 'worker-ends.mjs'], {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    FINOPS_TEAM: 'platform',
    FINOPS_ENVIRONMENT: 'test',
    OTEL_LOG_LEVEL: 'warn',
    ...environment,
  }).ended;
const spansInWorker = () => receiver.spans.filter(({ name }) => name === 'in a worker');
const values = () => receiver.metrics.flatMap(({ name, scope, points }) => (scope.name === 'app' ? [[name, points.at(-1)]] : []));

describe('a worker thread that is ended', () => {
  it.each([
    ['terminate', { code: 0, stdout: '1\n' }],
    ['process.exit', { code: 4 }],
    ['SIGTERM', { signal: 'SIGTERM' }],
    ['itself', { code: 0, stdout: '5\n' }],
  ])('by %s loses no span, log record or metric, and the process ends as it would', async (how, end) => {
    expect(await run({ HOW: how })).toMatchObject({ ...end, stderr: '' });
    expect(new Set(spansInWorker().map(({ spanId }) => spanId)).size).toBe(600);
    expect(receiver.logs.map(({ body }) => body)).toContain('in a worker');
    expect(values()).toEqual(
      expect.arrayContaining([
        ['jobs', expect.objectContaining({ value: 3 })],
        ['level', expect.objectContaining({ value: 7 })],
      ]),
    );
  });

  it.each([
    ['terminate', { code: 0, stdout: '1\n' }],
    ['process.exit', { code: 4 }],
  ])('by %s while it never lets go of its thread loses no span and no log record', async (how, end) => {
    expect(await run({ HOW: how, BUSY: 'true' })).toMatchObject({ ...end, stderr: '' });
    expect(new Set(spansInWorker().map(({ spanId }) => spanId)).size).toBe(600);
    expect(receiver.logs.map(({ body }) => body)).toContain('in a worker');
  });

  it.each(['terminate', 'process.exit', 'SIGTERM', 'itself'])(
    'by %s while the Collector is away leaves all of it to the next start',
    async (how) => {
      const folder = mkdtempSync(join(tmpdir(), 'telewright-spool-'));
      await run({ HOW: how, TELEWRIGHT_SPOOL_DIR: folder, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
      expect(receiver.requests).toEqual([]);
      const next = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TELEWRIGHT_SPOOL_DIR: folder };
      await runApp(['--require', '@telewright/node/register', 'span.mjs'], next).ended;
      rmSync(folder, { recursive: true });
      expect(new Set(spansInWorker().map(({ spanId }) => spanId)).size).toBe(600);
      expect(receiver.logs.map(({ body }) => body)).toContain('in a worker');
      expect(values()).toEqual(
        expect.arrayContaining([
          ['jobs', expect.objectContaining({ value: 3 })],
          ['level', expect.objectContaining({ value: 7 })],
        ]),
      );
    },
  );

  it('keeps the identity that its spans had', async () => {
    await run({ HOW: 'terminate', BUSY: 'true' });
    const ids = new Set(spansInWorker().map(({ resource }) => resource.attributes['service.instance.id']));
    const main = receiver.spans.find(({ name }) => name === 'in the main thread');
    expect(ids.size).toBe(1);
    expect(ids).not.toContain(main?.resource.attributes['service.instance.id']);
  });
});
