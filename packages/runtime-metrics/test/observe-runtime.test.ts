import { createSocket } from 'node:dgram';
import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import v8 from 'node:v8';
import vm from 'node:vm';
import { DiagLogLevel, diag, metrics } from '@opentelemetry/api';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ObserveRuntimeOptions, observeRuntime } from '../src/observe-runtime.js';
import { RUNTIME_GROUPS } from '../src/runtime-group.js';
import { VERSION } from '../src/version.js';
import { type Pipeline, startPipeline } from './pipeline.js';

afterEach(() => vi.restoreAllMocks());

const linux = process.platform === 'linux';
const countsFiles = linux && statSync('/proc/self/fd').size > 0;

function observe(options: ObserveRuntimeOptions): Pipeline & { stop(): void } {
  const pipeline = startPipeline();
  const stop = observeRuntime({ meterProvider: pipeline.meterProvider, ...options });
  onTestFinished(stop);
  return { ...pipeline, stop };
}

/** Collects garbage as `--expose-gc` allows it. */
function collectGarbage(type: 'major' | 'minor'): void {
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')({ type });
}

/** Keeps the event loop from turning. */
function block(millis: number): void {
  const end = performance.now() + millis;
  while (performance.now() < end);
}

/** Collects until there is a point with this key. */
function collectOnce(collect: Pipeline['collect'], key: string): Promise<Map<string, unknown>> {
  return vi.waitFor(async () => {
    const points = await collect();
    expect([...points.keys()]).toContain(key);
    return points;
  });
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));
const value = (points: ReadonlyMap<string, unknown>, key: string): number => points.get(key) as number;

describe('observeRuntime', () => {
  it('gives every metric that the conventions have for Node.js and V8, and those of the process that can be had for little', async () => {
    const { collect } = observe({ include: RUNTIME_GROUPS });
    collectGarbage('major');
    const points = await collectOnce(collect, 'v8js.gc.duration {"v8js.gc.type":"major"}');
    expect([...new Set([...points.keys()].map((key) => key.split(' ')[0]))].sort()).toEqual([
      'nodejs.eventloop.delay.max',
      'nodejs.eventloop.delay.mean',
      'nodejs.eventloop.delay.min',
      'nodejs.eventloop.delay.p50',
      'nodejs.eventloop.delay.p90',
      'nodejs.eventloop.delay.p99',
      'nodejs.eventloop.delay.stddev',
      'nodejs.eventloop.time',
      'nodejs.eventloop.utilization',
      'process.context_switches',
      'process.cpu.time',
      'process.cpu.utilization',
      'process.memory.usage',
      ...(linux ? ['process.memory.virtual'] : []),
      'process.paging.faults',
      ...(linux ? ['process.thread.count'] : []),
      ...(countsFiles ? ['process.unix.file_descriptor.count'] : []),
      'process.uptime',
      'v8js.gc.duration',
      'v8js.memory.heap.space.available_size',
      'v8js.memory.heap.space.physical_size',
      'v8js.memory.heap.space.size',
      'v8js.memory.heap.used',
      'v8js.resource.active',
    ]);
  });

  it('observes the groups that are asked for, less those that are not wanted', async () => {
    const { collect } = observe({ include: ['process', 'eventloop'], exclude: ['process'] });
    await turn();
    expect([...(await collect()).keys()].every((key) => key.startsWith('nodejs.eventloop.'))).toBe(true);
  });

  it.each([[['gc']], [[]]] as const)('has nothing to complain about where no group is read at collections: %j', (include) => {
    const told = vi.fn();
    diag.setLogger({ error: told, warn: told, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN });
    onTestFinished(() => diag.disable());
    observe({ include }).stop();
    expect(told).not.toHaveBeenCalled();
  });

  it('reads V8’s heap once per collection, and nothing after the subscription has ended', async () => {
    const { meterProvider, collect } = startPipeline();
    const disconnect = vi.spyOn(PerformanceObserver.prototype, 'disconnect');
    const disable = vi.spyOn(Object.getPrototypeOf(monitorEventLoopDelay()), 'disable');
    const read = vi.spyOn(v8, 'getHeapSpaceStatistics');
    const stop = observeRuntime({ meterProvider });
    expect(read).toHaveBeenCalledTimes(0);
    await collect();
    expect(read).toHaveBeenCalledTimes(1);
    expect([disable.mock.calls.length, disconnect.mock.calls.length]).toEqual([0, 0]);
    stop();
    stop();
    await collect();
    expect(read).toHaveBeenCalledTimes(1);
    expect(disable).toHaveReturnedWith(true);
    expect(disconnect).toHaveBeenCalled();
  });

  it('keeps nothing alive', () => {
    const before = process.getActiveResourcesInfo();
    observe({ include: RUNTIME_GROUPS });
    expect(process.getActiveResourcesInfo()).toEqual(before);
  });

  it('reports a group that fails and lets the others go on', async () => {
    const errors: unknown[][] = [];
    const log = (...args: unknown[]): void => void errors.push(args);
    diag.setLogger({ error: log, warn: log, info() {}, debug() {}, verbose() {} }, { logLevel: DiagLogLevel.WARN });
    onTestFinished(() => diag.disable());
    const failure = new Error('no way to tell');
    vi.spyOn(v8, 'getHeapSpaceStatistics').mockImplementation(() => {
      throw failure;
    });
    const { collect } = observe({ include: ['heap', 'process'] });
    expect((await collect()).has('process.uptime {}')).toBe(true);
    expect(errors).toEqual([['@telewright/runtime-metrics: some runtime metrics of this collection are lost', failure]]);
  });

  it('uses the global provider when none is given, under the name and version of the package', async () => {
    const { meterProvider, collect } = startPipeline();
    const getMeter = vi.spyOn(meterProvider, 'getMeter');
    metrics.setGlobalMeterProvider(meterProvider);
    onTestFinished(() => metrics.disable());
    onTestFinished(observeRuntime({ include: ['heap'] }));
    expect((await collect()).size).toBeGreaterThan(0);
    expect(getMeter).toHaveBeenCalledWith('@telewright/runtime-metrics', VERSION);
    expect(VERSION).toBe(createRequire(import.meta.url)('../package.json').version);
  });
});

describe('the event loop', () => {
  it('is busy and late while something blocks it', async () => {
    const { collect } = observe({ include: ['eventloop'] });
    const before = performance.eventLoopUtilization().active;
    await turn();
    block(50);
    await turn();
    const points = await collect();
    expect(value(points, 'nodejs.eventloop.delay.max {}')).toBeGreaterThan(0.049);
    expect(value(points, 'nodejs.eventloop.delay.min {}')).toBeLessThan(value(points, 'nodejs.eventloop.delay.max {}'));
    expect(value(points, 'nodejs.eventloop.time {"nodejs.eventloop.state":"active"}')).toBeGreaterThan((before + 50) / 1000);
    const utilization = value(points, 'nodejs.eventloop.utilization {}');
    expect([utilization > 0, utilization <= 1]).toEqual([true, true]);
  });

  it('is measured anew once a collection is a second old, so that two readers don’t take each other’s delays away', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const { collect } = observe({ include: ['eventloop'] });
    const reset = vi.spyOn(Object.getPrototypeOf(Object.getPrototypeOf(monitorEventLoopDelay())), 'reset');
    const resetsAt = async (millis: number): Promise<number> => {
      clock.mockReturnValue(millis);
      await collect();
      return reset.mock.calls.length;
    };
    expect([await resetsAt(999), await resetsAt(1000), await resetsAt(1999), await resetsAt(2000)]).toEqual([0, 1, 1, 2]);
  });
});

describe('garbage collection', () => {
  it('is told by type, in seconds', async () => {
    const { collect } = observe({ include: ['gc'] });
    collectGarbage('major');
    collectGarbage('minor');
    for (const type of ['major', 'minor']) {
      const points = await collectOnce(collect, `v8js.gc.duration {"v8js.gc.type":"${type}"}`);
      const { count, sum } = points.get(`v8js.gc.duration {"v8js.gc.type":"${type}"}`) as { count: number; sum: number };
      expect(count).toBeGreaterThanOrEqual(1);
      expect(sum / count).toBeLessThan(1);
    }
  });
});

describe('the heap', () => {
  it('is told space by space, without those that were never used', async () => {
    const read = vi.spyOn(v8, 'getHeapSpaceStatistics');
    const { collect } = observe({ include: ['heap'] });
    const points = await collect();
    const told: v8.HeapSpaceInfo[] = read.mock.results[0]?.value;
    const spaces = told.filter(({ space_size }) => space_size > 0);
    expect(spaces.map(({ space_name }) => space_name)).toContain('old_space');
    expect(points.size).toBe(4 * spaces.length);
    for (const space of spaces) {
      const attributes = `{"v8js.heap.space.name":"${space.space_name}"}`;
      expect(points.get(`v8js.memory.heap.used ${attributes}`)).toBe(space.space_used_size);
      expect(points.get(`v8js.memory.heap.space.size ${attributes}`)).toBe(space.space_size);
      expect(points.get(`v8js.memory.heap.space.available_size ${attributes}`)).toBe(space.space_available_size);
      expect(points.get(`v8js.memory.heap.space.physical_size ${attributes}`)).toBe(space.physical_space_size);
    }
  });
});

describe('active resources', () => {
  it('are counted by type, and told as 0 when they are gone', async () => {
    const { collect } = observe({ include: ['resources'] });
    const udp = async (): Promise<unknown> => (await collect()).get('v8js.resource.active {"v8js.resource.type":"UDPWrap"}');
    const sockets = [createSocket('udp4'), createSocket('udp4')];
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))));
    expect(await udp()).toBe(2);
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.close(resolve))));
    await vi.waitFor(async () => expect(await udp()).toBe(0));
  });
});

describe('the process', () => {
  it('is told by the values of the operating system', async () => {
    const { collect } = observe({ include: ['process'] });
    const before = { cpu: process.cpuUsage(), uptime: process.uptime() };
    block(20);
    const points = await collect();
    const after = { cpu: process.cpuUsage(), uptime: process.uptime() };
    const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;
    const user = value(points, 'process.cpu.time {"cpu.mode":"user"}');
    expect(within(user, before.cpu.user / 1e6, after.cpu.user / 1e6)).toBe(true);
    const system = value(points, 'process.cpu.time {"cpu.mode":"system"}');
    expect(within(system, before.cpu.system / 1e6, after.cpu.system / 1e6)).toBe(true);
    expect(within(value(points, 'process.uptime {}'), before.uptime, after.uptime)).toBe(true);
    expect(within(value(points, 'process.cpu.utilization {"cpu.mode":"user"}'), 1e-9, 1)).toBe(true);
    expect(value(points, 'process.memory.usage {}')).toBeGreaterThan(process.memoryUsage().heapUsed);
    expect(value(points, 'process.paging.faults {"system.paging.fault.type":"minor"}')).toBeGreaterThan(0);
    expect(points.has('process.context_switches {"process.context_switch.type":"involuntary"}')).toBe(true);
    if (linux) expect(value(points, 'process.thread.count {}')).toBe(readdirSync('/proc/self/task').length);
    // The listing has a file descriptor of its own.
    if (countsFiles) expect(value(points, 'process.unix.file_descriptor.count {}')).toBe(readdirSync('/proc/self/fd').length - 1);
  });
});
