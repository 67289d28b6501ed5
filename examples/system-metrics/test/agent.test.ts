import { metrics } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { sendOnce, startSending } from '../src/agent.ts';

const silent = pino({ enabled: false });

/** The SDK as a preload would have started it: behind the global API. */
function startSdk(): { telemetry: MeterProvider; exporter: InMemoryMetricExporter } {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const telemetry = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  metrics.setGlobalMeterProvider(telemetry);
  onTestFinished(() => metrics.disable());
  return { telemetry, exporter };
}

const namesIn = (exporter: InMemoryMetricExporter): string[] =>
  exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name)));

describe('sendOnce', () => {
  it('sends the host’s metrics and shuts down', async () => {
    const { telemetry, exporter } = startSdk();
    const sent: string[][] = [];
    const shutdown = async (): Promise<void> => {
      sent.push(namesIn(exporter));
      await telemetry.shutdown();
    };
    await sendOnce({ telemetry: { forceFlush: () => telemetry.forceFlush(), shutdown }, log: silent, host: { include: ['uptime'] } }, 0);
    expect(sent[0]).toContain('system.uptime');
  });

  it('shuts down and tells when it could not send', async () => {
    const shutdown = vi.fn(async () => {});
    const telemetry = { forceFlush: () => Promise.reject(new Error('no collector')), shutdown };
    await expect(sendOnce({ telemetry, log: silent, host: {} }, 0)).rejects.toThrow('no collector');
    expect(shutdown).toHaveBeenCalledOnce();
  });
});

describe('startSending', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    return () => void vi.useRealTimers();
  });

  it('sends every interval until it is stopped, and shuts down then', async () => {
    const { telemetry, exporter } = startSdk();
    const forceFlush = vi.fn(() => telemetry.forceFlush());
    const shutdown = vi.fn(() => telemetry.shutdown());
    const stop = startSending({ telemetry: { forceFlush, shutdown }, log: silent, host: { include: ['uptime'] } }, 15_000);
    for (const count of [1, 2, 3]) {
      await vi.advanceTimersByTimeAsync(15_000);
      await forceFlush.mock.results.at(-1)?.value;
      expect([forceFlush.mock.calls.length, namesIn(exporter).length]).toEqual([count, count]);
    }
    expect(shutdown).not.toHaveBeenCalled();
    await stop();
    expect(shutdown).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(forceFlush).toHaveBeenCalledTimes(3);
  });

  it('logs the first failure and the recovery, and goes on in between', async () => {
    const lines: string[] = [];
    const log = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
    const forceFlush = vi.fn(async () => {
      if (forceFlush.mock.calls.length <= 3) throw new Error('no collector');
    });
    const stop = startSending({ telemetry: { forceFlush, shutdown: async () => {} }, log, host: { include: ['uptime'] } }, 1000);
    await vi.advanceTimersByTimeAsync(5000);
    await stop();
    expect(forceFlush).toHaveBeenCalledTimes(5);
    expect(lines).toEqual(['cannot send; going on', 'sending again']);
  });

  it('never sends twice at a time, and waits for what is under way before it shuts down', async () => {
    const order: string[] = [];
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const forceFlush = vi.fn(() => arrived.then(() => void order.push('sent')));
    const shutdown = async (): Promise<void> => void order.push('shut down');
    const stop = startSending({ telemetry: { forceFlush, shutdown }, log: silent, host: { include: ['uptime'] } }, 1000);
    await vi.advanceTimersByTimeAsync(5000);
    expect(forceFlush).toHaveBeenCalledOnce();
    const stopped = stop();
    arrive();
    await stopped;
    expect(order).toEqual(['sent', 'shut down']);
  });
});
