import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A pino before 9.10 publishes no lines by itself: it has to be made to before it writes its first. */
const older = /^(?:[0-8]\.|9\.\d\.)/;

/** Tells whether such a pino is installed for files in a folder. */
export function hasOlderPino(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    try {
      return older.test(JSON.parse(readFileSync(`${current}/node_modules/pino/package.json`, 'utf8')).version);
    } catch {
      // not there: the folder above may have it
    }
    if (current === dirname(current)) return false;
  }
}
