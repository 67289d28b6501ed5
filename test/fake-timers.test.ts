import { startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

describe('a process that fakes its timers and never turns time on', () => {
  const run = async (first: 'fakes' | 'telemetry') => {
    await using receiver = await startReceiver();
    const { code, stderr } = await runApp(['fake-timers.mjs'], { FIRST: first, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }).ended;
    expect(stderr).not.toContain('lost');
    expect(code).toBe(0);
    const jobs = receiver.metrics.filter(({ name }) => name === 'jobs');
    expect(jobs.at(-1)).toMatchObject({ points: [{ value: 1 }] });
    return { spans: receiver.spans.map(({ name }) => name), logs: receiver.logs.map(({ body }) => body) };
  };

  it('delivers all it recorded, once', async () => {
    expect(await run('telemetry')).toEqual({ spans: ['work'], logs: ['hello'] });
  });

  it('delivers all it recorded also where there were no real timers when telemetry was loaded, but perhaps twice', async () => {
    const { spans, logs } = await run('fakes');
    expect([new Set(spans), new Set(logs)]).toEqual([new Set(['work']), new Set(['hello'])]);
  });
});
