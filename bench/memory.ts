import type { Bench } from './bench.ts';
import { startCounter } from './counter.ts';
import { cores } from './pinned.ts';
import { startService } from './service.ts';
import { load } from './throughput/run.ts';
import { allSignals } from './variants.ts';

const usualMinutes = 10;
const sampleSeconds = 30;
/** What the code is compiled and pools are filled in; the slope is that of the samples after it. */
const settleMinutes = 1;

interface Sample {
  readonly minutes: number;
  readonly rssMegabytes: number;
  readonly heapMegabytes: number;
}

/** Keeps a service of express and pino with all signals busy for minutes, and writes how its memory went, and the slope. */
export async function measureMemory({ installations, minutes = usualMinutes, progress }: Bench): Promise<string> {
  const counter = await startCounter();
  const service = await startService({
    folder: installations.folderOf(allSignals),
    flags: ['--expose-gc', ...allSignals.flags.commonjs],
    app: ['service.cjs', 'express'],
    environment: allSignals.environment(counter.url),
    core: cores.measured,
  });
  try {
    const began = performance.now();
    const loaded = load(service.port, '/users/17', minutes * 60);
    const samples: Sample[] = [];
    while (samples.length < Math.floor((minutes * 60) / sampleSeconds)) {
      const next = (samples.length + 1) * sampleSeconds * 1_000;
      await new Promise((resolve) => setTimeout(resolve, next - (performance.now() - began)));
      const { rss, heapUsed } = await service.used();
      samples.push({ minutes: (performance.now() - began) / 60_000, rssMegabytes: rss / 1e6, heapMegabytes: heapUsed / 1e6 });
      progress(`memory: minute ${samples.at(-1)?.minutes.toFixed(1)} of ${minutes}, ${(rss / 1e6).toFixed(0)} MB`);
    }
    const { requests, perSecond, errors } = await loaded;
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { spans, logs } = await counter.take();
    if (errors > 0 || spans < requests || logs < requests) {
      throw new Error(`of ${requests} requests ${errors} failed, and ${spans} spans and ${logs} log records arrived`);
    }
    const sum = `${requests} requests (${perSecond.toFixed(0)} a second), ${spans} spans and ${logs} log records arrived.`;
    return [sum, table(samples), slopes(samples)].join('\n\n');
  } finally {
    service.kill();
    counter.close();
  }
}

function table(samples: readonly Sample[]): string {
  const rows = samples.map(
    ({ minutes, rssMegabytes, heapMegabytes }) => `| ${minutes.toFixed(1)} | ${rssMegabytes.toFixed(1)} | ${heapMegabytes.toFixed(2)} |`,
  );
  return ['| minute | RSS, MB | heap used after a collection, MB |', '|---|---|---|', ...rows].join('\n');
}

function slopes(samples: readonly Sample[]): string {
  const settled = samples.filter(({ minutes }) => minutes >= settleMinutes);
  const of = (pick: (sample: Sample) => number): string =>
    settled.length < 2 ? 'not measured' : `${slope(settled.map((sample) => [sample.minutes, pick(sample)])).toFixed(3)} MB a minute`;
  const rss = of(({ rssMegabytes }) => rssMegabytes);
  const heap = of(({ heapMegabytes }) => heapMegabytes);
  return `Slope after the first minute: RSS ${rss}, heap ${heap}.`;
}

/** Gives the slope of the straight line that is nearest to the points by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const sum = (pick: (x: number, y: number) => number): number => points.reduce((total, [x, y]) => total + pick(x - meanX, y - meanY), 0);
  return sum((x, y) => x * y) / sum((x) => x * x);
}
