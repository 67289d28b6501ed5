import { isAbsolute } from 'node:path';

/** Gives the working directory, or the root where it has been removed. */
export function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/'; // nothing is found there, which is as good as it gets
  }
}

/** Gives the file that the process was started with; undefined where there is none, as with `--eval` and in a worker that was given code. */
export function entryPoint(): string | undefined {
  const file = process.argv[1];
  return file !== undefined && isAbsolute(file) ? file : undefined;
}
