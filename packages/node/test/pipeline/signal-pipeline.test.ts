import { describe, expect, it } from 'vitest';
import { part, takeOver } from '../../src/pipeline/signal-pipeline.js';

function slowExporter() {
  const calls: unknown[] = [];
  let finish = (): void => undefined;
  return {
    calls,
    finish: () => finish(),
    exporter: {
      export(batch: string, done: (result: { code: 0 | 1 }) => void) {
        calls.push(batch);
        finish = () => done({ code: 1 });
      },
      async shutdown(options?: { timeoutMillis?: number }) {
        calls.push(options);
      },
    },
  };
}

describe('takeOver', () => {
  it('tells the processor at once that a batch is done', () => {
    const { exporter, calls } = slowExporter();
    const results: unknown[] = [];
    takeOver(exporter, 10).taking.export('batch', (result) => results.push(result));
    expect([calls, results]).toEqual([['batch'], [{ code: 0 }]]);
  });

  it('waits in its own flush until the batch was sent or given up', async () => {
    const slow = slowExporter();
    const { taking, pending } = takeOver(slow.exporter, 10);
    taking.export('batch', () => undefined);
    let flushed = false;
    const flush = pending.forceFlush().then(() => {
      flushed = true;
    });
    await taking.forceFlush();
    expect(flushed).toBe(false);
    slow.finish();
    await flush;
    expect(flushed).toBe(true);
  });

  it('bounds the shutdown of the exporter', async () => {
    const { exporter, calls } = slowExporter();
    await takeOver(exporter, 10).taking.shutdown();
    expect(calls).toEqual([{ timeoutMillis: 10 }]);
  });
});

describe('part', () => {
  it('flushes the provider first, and then waits for what was taken over', async () => {
    const order: string[] = [];
    const flushing = (name: string) => ({
      async forceFlush() {
        order.push(name);
      },
      shutdown: async () => void order.push('shutdown'),
    });
    const whole = part({ provider: flushing('provider'), pending: [flushing('pending')] });
    await whole.forceFlush();
    await whole.shutdown();
    expect(order).toEqual(['provider', 'pending', 'shutdown']);
  });
});
