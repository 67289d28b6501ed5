import { readFileSync, statSync } from 'node:fs';

/** What only Linux tells of a process. */
export interface LinuxProcess {
  readonly threads: number;
  readonly virtualBytes: number;
  /** Undefined before Linux 6.2, where the open files would have to be listed one by one. */
  readonly fileDescriptors: number | undefined;
}

/**
 * Reads this process from `/proc`.
 *
 * @throws what `node:fs` throws where `/proc` can't be read
 */
export function readLinuxProcess(procRoot = '/proc'): LinuxProcess {
  const stat = readFileSync(`${procRoot}/self/stat`, 'latin1');
  // The second field is the name of the executable in parentheses, which may have spaces and parentheses of its own.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    threads: Number(fields[17]),
    virtualBytes: Number(fields[20]),
    fileDescriptors: statSync(`${procRoot}/self/fd`).size || undefined,
  };
}
