import { Installations } from './installations.ts';
import type { Variant } from './variants.ts';

/** What every part of the benchmark is given. */
export interface Bench {
  readonly installations: Installations;
  progress(text: string): void;
  /** `BENCH_ROUNDS`: in place of how many rounds a part makes. */
  readonly rounds: number | undefined;
  /** `BENCH_SECONDS`: in place of how long a service is under load. */
  readonly seconds: number | undefined;
  /** `BENCH_MINUTES`: in place of how long its memory is watched. */
  readonly minutes: number | undefined;
  /** `BENCH_CASES`: parts of the names of the cases to measure, separated by commas. */
  wantsCase(name: string): boolean;
  /** `BENCH_VARIANTS`: parts of the names of the variants to measure; bare always is. */
  wantsVariant(variant: Variant): boolean;
  /** Whether any of these is set: such a run is for trying something out, and is not written down. */
  readonly isShortened: boolean;
}

/** Reads what shortens a run from the environment. */
export function createBench(environment: Readonly<Record<string, string | undefined>>): Bench {
  const number = (name: string): number | undefined => {
    const text = environment[name];
    if (!text) return undefined;
    const value = Number(text);
    if (!(value > 0)) throw new Error(`${name}: expected a number above 0, got ${text}`);
    return value;
  };
  const list = (name: string) => {
    const parts = environment[name]
      ?.split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    return (text: string): boolean => !parts?.length || parts.some((part) => text.includes(part));
  };
  const progress = (text: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (text !== '') process.stderr.write(`${text}\n`);
  };
  const [isWantedCase, isWantedVariant] = [list('BENCH_CASES'), list('BENCH_VARIANTS')];
  const names = ['BENCH_ROUNDS', 'BENCH_SECONDS', 'BENCH_MINUTES', 'BENCH_CASES', 'BENCH_VARIANTS'];
  return {
    installations: new Installations(progress),
    progress,
    rounds: number('BENCH_ROUNDS'),
    seconds: number('BENCH_SECONDS'),
    minutes: number('BENCH_MINUTES'),
    wantsCase: isWantedCase,
    wantsVariant: ({ name, role }) => role === 'bare' || isWantedVariant(name),
    isShortened: names.some((name) => environment[name]),
  };
}
