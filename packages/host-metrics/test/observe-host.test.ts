import { DiagLogLevel, diag, metrics } from '@opentelemetry/api';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { observeHost } from '../src/observe-host.js';
import { layOutMachine } from './machine.js';
import { recordReads } from './record-reads.js';

interface Pipeline {
  readonly meterProvider: MeterProvider;
  /** Collects once and gives each point as `name {attributes}` and its value. */
  collect(): Promise<Map<string, unknown>>;
}

function startPipeline(): Pipeline {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })] });
  onTestFinished(() => meterProvider.shutdown());
  const collect = async (): Promise<Map<string, unknown>> => {
    exporter.reset();
    await meterProvider.forceFlush();
    const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return new Map(
      all.flatMap(({ descriptor, dataPoints }) =>
        dataPoints.map(({ attributes, value }): [string, unknown] => [`${descriptor.name} ${JSON.stringify(attributes)}`, value]),
      ),
    );
  };
  return { meterProvider, collect };
}

describe('observeHost', () => {
  it('sends the host’s metrics through the official SDK', async () => {
    const { meterProvider, collect } = startPipeline();
    observeHost({ ...layOutMachine('laptop').options, meterProvider });
    const points = await collect();
    expect(points.get('system.uptime {}')).toBe(118_345.67);
    expect(points.get('system.disk.io {"system.device.name":"nvme0n1","disk.io.direction":"read"}')).toBe(50_239_209_472);
    expect(points.get('hw.energy {"hw.id":"intel-rapl:0","hw.name":"package-0","hw.type":"cpu"}')).toBe(81_203.441203);
    expect(points.get('system.memory.usage {"system.memory.state":"used"}')).toBe(8_987_566_080);
  });

  it('has CPU utilization in the first collection, over the time since the call', async () => {
    const machine = layOutMachine();
    const { meterProvider, collect } = startPipeline();
    machine.write('proc/stat', 'cpu0 100 0 100 1000 0 0 0 0 0 0\n');
    observeHost({ ...machine.options, include: ['cpu'], meterProvider });
    machine.write('proc/stat', 'cpu0 125 0 100 1075 0 0 0 0 0 0\n');
    const points = await collect();
    expect(points.get('system.cpu.utilization {"cpu.mode":"user","cpu.logical_number":0}')).toBe(0.25);
    expect(points.get('system.cpu.utilization {"cpu.mode":"idle","cpu.logical_number":0}')).toBe(0.75);
  });

  it('measures from the last collection that is at least a second old', async () => {
    const machine = layOutMachine();
    const { meterProvider, collect } = startPipeline();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const userShare = async (millis: number, user: number, idle: number): Promise<unknown> => {
      clock.mockReturnValue(millis);
      machine.write('proc/stat', `cpu0 ${user} 0 0 ${idle} 0 0 0 0 0 0\n`);
      return (await collect()).get('system.cpu.utilization {"cpu.mode":"user","cpu.logical_number":0}');
    };
    machine.write('proc/stat', 'cpu0 100 0 0 1000 0 0 0 0 0 0\n');
    observeHost({ ...machine.options, include: ['cpu'], meterProvider });
    expect(await userShare(500, 150, 1050)).toBe(0.5);
    expect(await userShare(1000, 175, 1125)).toBe(0.375);
    expect(await userShare(1500, 200, 1125)).toBe(1);
  });

  it('reads each file once per collection', async () => {
    const { root, options } = layOutMachine('laptop');
    const { meterProvider, collect } = startPipeline();
    observeHost({ ...options, meterProvider });
    const reads = recordReads(root);
    await collect();
    expect(reads.length).toBeGreaterThan(10);
    expect(new Set(reads).size).toBe(reads.length);
  });

  it('creates instruments only for the groups that are read', async () => {
    const { meterProvider, collect } = startPipeline();
    observeHost({ ...layOutMachine('laptop').options, include: ['load'], meterProvider });
    expect([...(await collect()).keys()]).toEqual([
      'system.cpu.load_average.1m {}',
      'system.cpu.load_average.5m {}',
      'system.cpu.load_average.15m {}',
    ]);
  });

  it('reads nothing after the subscription has ended', async () => {
    const { root, options } = layOutMachine('laptop');
    const { meterProvider, collect } = startPipeline();
    const unsubscribe = observeHost({ ...options, include: ['uptime'], meterProvider });
    const reads = recordReads(root);
    await collect();
    expect(reads).toEqual([`${options.procRoot}/uptime`]);
    unsubscribe();
    unsubscribe();
    await collect();
    expect(reads).toHaveLength(1);
  });

  it('uses the global provider when none is given', async () => {
    const { meterProvider, collect } = startPipeline();
    metrics.setGlobalMeterProvider(meterProvider);
    onTestFinished(() => metrics.disable());
    observeHost({ ...layOutMachine('laptop').options, include: ['uptime'] });
    expect((await collect()).size).toBe(1);
  });

  it('reports a collection that fails for a reason of our own and lets the others go on', async () => {
    const errors: unknown[][] = [];
    const log = (...args: unknown[]): void => void errors.push(args);
    diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN });
    onTestFinished(() => diag.disable());
    const { meterProvider, collect } = startPipeline();
    let broken = true;
    const options = {
      ...layOutMachine('laptop').options,
      get perCpu(): boolean {
        if (broken) throw new Error('no way to tell');
        return true;
      },
    };
    // Assigned, not spread, so that the getter stays one.
    observeHost(Object.assign(options, { include: ['uptime'] as const, meterProvider }));
    expect((await collect()).size).toBe(0);
    expect(errors[0]?.[0]).toBe('@telewright/host-metrics: the host metrics of this collection are lost');
    broken = false;
    expect((await collect()).size).toBe(1);
  });
});
