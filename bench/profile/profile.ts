import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { startCounter } from '../counter.ts';
import { cores } from '../pinned.ts';
import { startService } from '../service.ts';
import { load } from '../throughput/run.ts';
import { allSignals, bare, type Variant } from '../variants.ts';
import { type CpuProfile, groupSamples } from './group-samples.ts';
import { type FindSource, installReadableRunTime } from './readable-run-time.ts';

const usualSeconds = 20;
/** What takes less than this share of a request is put together. */
const leastShare = 0.002;

/** Profiles a service of express and pino under load, bare and with all signals, and writes where the time of a request goes. */
export async function measureProfile(bench: Bench): Promise<string> {
  const findSource = installReadableRunTime(bench.installations.folderOf(allSignals));
  const without = await profile(bare, findSource, bench);
  const withUs = await profile(allSignals, findSource, bench);
  const names = [...new Set([...without.keys(), ...withUs.keys()])];
  const of = (micros: ReadonlyMap<string, number>, name: string): number => micros.get(name) ?? 0;
  const sum = (micros: ReadonlyMap<string, number>, some: readonly string[]): number =>
    some.reduce((total, name) => total + of(micros, name), 0);
  const leastMicros = sum(withUs, names) * leastShare;
  const large = names.filter((name) => of(without, name) >= leastMicros || of(withUs, name) >= leastMicros);
  const rest = names.filter((name) => !large.includes(name));
  const row = (name: string, some: readonly string[]): string => {
    const [before, after] = [sum(without, some), sum(withUs, some)];
    return `| ${name} | ${before.toFixed(2)} | ${after.toFixed(2)} | ${(after - before).toFixed(2)} |`;
  };
  const rows = large.sort((a, b) => of(withUs, b) - of(withUs, a)).map((name) => row(name, [name]));
  return [
    '| us of the main thread per request | bare | all signals | added |',
    '|---|---|---|---|',
    ...rows,
    row(`${rest.length} others`, rest),
    row('**sum**', names),
  ].join('\n');
}

/** Gives the microseconds per request of each group. */
async function profile(
  variant: Variant,
  findSource: FindSource,
  { installations, progress, seconds }: Bench,
): Promise<Map<string, number>> {
  const counter = await startCounter();
  const folder = installations.folderOf(variant);
  const file = join(folder, 'service.cpuprofile');
  const service = await startService({
    folder,
    flags: [...variant.flags.commonjs, '--require', './profiler.cjs'],
    app: ['service.cjs', 'express'],
    environment: { ...variant.environment(counter.url), PROFILE: file },
    core: cores.measured,
  });
  try {
    progress(`profile: ${variant.name}`);
    await load(service.port, '/users/17', 3);
    await service.ask('profile');
    const { requests, errors } = await load(service.port, '/users/17', seconds ?? usualSeconds);
    await service.ask('profiled');
    const { spans } = await counter.take();
    if (errors > 0 || spans < requests * variant.promises.spans) {
      throw new Error(`of ${requests} requests ${errors} failed, and ${spans} spans arrived`);
    }
    const micros = groupSamples(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile, findSource);
    return new Map([...micros].map(([name, sum]) => [name, sum / requests]));
  } finally {
    service.kill();
    counter.close();
  }
}
