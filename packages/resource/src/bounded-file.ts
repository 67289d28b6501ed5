import { closeSync, openSync, readSync, statSync } from 'node:fs';

const maxBytes = 262_144;

/**
 * Reads the beginning of a regular file, 256 KiB at most. A file that isn't there is the normal case and costs one call without an
 * exception; pipes and devices, which could block, are not opened.
 * @param onError is told why a file that is there can't be read
 */
export function readBoundedFile(path: string, onError?: (reason: string) => void): string | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat?.isFile() ? readStart(path, stat.size) : undefined;
  } catch (error) {
    onError?.((error as NodeJS.ErrnoException).code ?? 'unreadable');
    return undefined;
  }
}

function readStart(path: string, size: number): string {
  // Files of /proc say that they are empty.
  const buffer = Buffer.allocUnsafe(size > 0 ? Math.min(size, maxBytes) : maxBytes);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    while (length < buffer.length) {
      const count = readSync(file, buffer, length, buffer.length - length, null);
      if (count === 0) break;
      length += count;
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
