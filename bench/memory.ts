import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import { cores } from './pinned.ts';
import { type Service, startService } from './service.ts';
import { type Load, load } from './throughput/run.ts';
import { allSignals, bare, type Variant } from './variants.ts';

const usualMinutes = 10;
const sampleSeconds = 30;
/** What the code is compiled and pools are filled in; the slope is that of the samples after it. */
const settleMinutes = 1;

interface Memory {
  readonly rssMegabytes: number;
  readonly heapMegabytes: number;
}

interface Sample {
  readonly minutes: number;
  readonly bare: Memory;
  readonly ours: Memory;
}

/**
 * Keeps a service of express and pino busy for minutes, bare and with all signals at the same time, since V8's young generation grows with each
 * collection that something survives: after some seconds they are at different places of the same way. Writes how their memory went, and the slope.
 */
export async function measureMemory({ installations, minutes = usualMinutes, progress }: Bench): Promise<string> {
  const counter = await startCounter();
  const services: Service[] = [];
  const start = async (variant: Variant): Promise<Service> => {
    const service = await startService({
      folder: installations.folderOf(variant),
      flags: ['--expose-gc', ...variant.flags.commonjs],
      app: ['service.cjs', 'express'],
      environment: variant.environment(counter.url),
      core: cores.measured,
    });
    services.push(service);
    return service;
  };
  try {
    const bareService = await start(bare);
    const ourService = await start(allSignals);
    const began = performance.now();
    const loaded = Promise.all(services.map(({ port }) => load(port, '/users/17', minutes * 60)));
    const samples: Sample[] = [];
    while (samples.length < Math.floor((minutes * 60) / sampleSeconds)) {
      const next = (samples.length + 1) * sampleSeconds * 1_000;
      await new Promise((resolve) => setTimeout(resolve, next - (performance.now() - began)));
      const sample = { minutes: (performance.now() - began) / 60_000, bare: await memoryOf(bareService), ours: await memoryOf(ourService) };
      samples.push(sample);
      progress(`memory: minute ${sample.minutes.toFixed(1)} of ${minutes}, ${sample.ours.rssMegabytes.toFixed(0)} MB`);
    }
    const [bareLoad, ourLoad] = (await loaded) as [Load, Load];
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { spans, logs } = await counter.take();
    const errors = bareLoad.errors + ourLoad.errors;
    if (errors > 0 || spans < ourLoad.requests || logs < ourLoad.requests) {
      throw new Error(`of ${ourLoad.requests} requests ${errors} failed, and ${spans} spans and ${logs} log records arrived`);
    }
    const told = `${bareLoad.requests} requests bare, and ${ourLoad.requests} with all signals, of which ${spans} spans and ${logs} log records arrived.`;
    return [told, table(samples), slopes(samples)].join('\n\n');
  } finally {
    for (const service of services) service.kill();
    counter.close();
  }
}

async function memoryOf(service: Service): Promise<Memory> {
  const { rss, heapUsed } = await service.used();
  return { rssMegabytes: rss / 1e6, heapMegabytes: heapUsed / 1e6 };
}

function table(samples: readonly Sample[]): string {
  const rows = samples.map(({ minutes, bare, ours }) => {
    const figures = [bare.rssMegabytes, ours.rssMegabytes, ours.rssMegabytes - bare.rssMegabytes].map((megabytes) => megabytes.toFixed(1));
    return `| ${[minutes.toFixed(1), ...figures, bare.heapMegabytes.toFixed(2), ours.heapMegabytes.toFixed(2)].join(' | ')} |`;
  });
  const head = ['minute', 'RSS bare, MB', 'with all signals', 'more', 'heap used after a collection bare, MB', 'with all signals'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

function slopes(samples: readonly Sample[]): string {
  const settled = samples.filter(({ minutes }) => minutes >= settleMinutes);
  const of = (pick: (sample: Sample) => number): string =>
    settled.length < 2 ? 'not measured' : `${slope(settled.map((sample) => [sample.minutes, pick(sample)])).toFixed(3)} MB a minute`;
  const rss = of(({ ours }) => ours.rssMegabytes);
  const heap = of(({ ours }) => ours.heapMegabytes);
  return `Slope with all signals after the first minute: RSS ${rss} (bare ${of(({ bare }) => bare.rssMegabytes)}), heap ${heap}.`;
}

/** Gives the slope of the straight line that is nearest to the points by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const sum = (pick: (x: number, y: number) => number): number => points.reduce((total, [x, y]) => total + pick(x - meanX, y - meanY), 0);
  return sum((x, y) => x * y) / sum((x) => x * x);
}
