import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { onTestFinished } from 'vitest';

/** Lists the paths below `root` that are read from now to the end of the test. */
export function recordReads(root: string): string[] {
  const reads: string[] = [];
  const original = fs.readFileSync;
  fs.readFileSync = ((...args: Parameters<typeof original>) => {
    if (String(args[0]).startsWith(root)) reads.push(String(args[0]));
    return original(...args);
  }) as typeof original;
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.readFileSync = original;
    syncBuiltinESMExports();
  });
  return reads;
}
