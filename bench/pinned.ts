import { existsSync } from 'node:fs';

/** The core of the measured process, and that of everything else. */
export const cores = { measured: 0, others: 1 } as const;

/** Gives the command line that keeps a command on one core, where the system has `taskset`. */
export function pinned(core: number, command: readonly string[]): [command: string, ...rest: string[]] {
  const [first, ...rest] = existsSync('/usr/bin/taskset') ? ['/usr/bin/taskset', '-c', String(core), ...command] : command;
  return [first as string, ...rest];
}
