import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Tells from which file a line of the run-time, counted from 0, came. */
export type FindSource = (line: number) => string;

/**
 * Puts the run-time as it is published, but not minified, into its place in a folder where it is installed. The bundler writes the name of
 * each file above what it took from it, which tells where a function came from without a source map.
 */
export function installReadableRunTime(folder: string): FindSource {
  const outDir = join(folder, 'node_modules/@telewright/node/dist');
  execFileSync(join(repository, 'node_modules/.bin/tsup'), ['--silent'], {
    cwd: repository,
    env: { ...process.env, READABLE_RUN_TIME: outDir },
    stdio: 'pipe',
  });
  let source = 'the run-time';
  const sources = readFileSync(join(outDir, 'index.cjs'), 'utf8')
    .split('\n')
    .map((line) => {
      source = /^\s*\/\/ ((?:packages|node_modules)\/\S+)$/.exec(line)?.[1] ?? source;
      return source;
    });
  return (line) => sources[line] ?? 'the run-time';
}
