import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, transformSync } from 'esbuild';
import { repository } from './run-app.ts';

/** The kinds of module that an app can be. */
export const appKinds = ['CommonJS', 'ESM', 'bundle', 'TypeScript'] as const;
export type AppKind = (typeof appKinds)[number];

/** Where the app itself calls `start()`. */
export type StartLine = 'none' | 'first' | 'late';

const extensions: Readonly<Record<AppKind, string>> = { CommonJS: 'cjs', ESM: 'mjs', bundle: 'cjs', TypeScript: 'mts' };
const source = readFileSync(`${repository}test/apps/matrix.mts`, 'utf8');
const lateMark = '/* start() stands here when it comes late */';

/** Writes the app of one kind into a folder, and gives its path. */
export function writeMatrixApp(folder: string, kind: AppKind, start: StartLine): string {
  const file = join(folder, `${kind}-${start}.${extensions[kind]}`.toLowerCase());
  writeFileSync(file, kind === 'TypeScript' || kind === 'ESM' ? moduleSource(kind, start) : commonJsSource(start));
  // The bundle has everything inside, the SDK too when the app starts it.
  if (kind === 'bundle')
    buildSync({ entryPoints: [file], outfile: file, allowOverwrite: true, bundle: true, minify: true, platform: 'node' });
  return file;
}

function moduleSource(kind: AppKind, start: StartLine): string {
  const typed = withStart(start, "import { start } from '@telewright/node';", 'start();');
  return kind === 'TypeScript' ? typed : transformSync(typed, { loader: 'ts', format: 'esm', target: 'node22.15' }).code;
}

function commonJsSource(start: StartLine): string {
  // The mark goes through the transformation as a statement, since comments may be moved.
  const marked = source.replace(lateMark, '"late";');
  const { code } = transformSync(marked, { loader: 'ts', format: 'cjs', target: 'node22.15' });
  const call = "require('@telewright/node').start();";
  if (start === 'first') return `${call}\n${code}`;
  return start === 'late' ? code.replace('"late";', call) : code;
}

function withStart(start: StartLine, importLine: string, call: string): string {
  if (start === 'first') return `${importLine} ${call}\n${source}`;
  return start === 'late' ? source.replace(lateMark, call).replace('\n\n', `\n${importLine}\n\n`) : source;
}
