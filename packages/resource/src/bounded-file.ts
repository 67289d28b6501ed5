import { readFileSync, statSync } from 'node:fs';

const maxBytes = 1_048_576;

/**
 * Reads a regular file of at most 1 MiB. A file that isn't there is the normal case and costs one call without an exception; pipes
 * and devices, which could block or never end, are not opened.
 * @param onError is told why a file that is there isn't read
 */
export function readBoundedFile(path: string, onError?: (reason: string) => void): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    // Files of /proc say that they are empty; the kernel bounds them.
    if (stat.size <= maxBytes) return readFileSync(path, 'utf8');
    onError?.('more than 1 MiB');
  } catch (error) {
    onError?.((error as NodeJS.ErrnoException).code ?? 'unreadable');
  }
  return undefined;
}
