import { lstatSync, mkdirSync } from 'node:fs';

/**
 * Makes sure that a folder exists and is ours alone: mode 0700, no symbolic link, of this user.
 *
 * @throws Error with the reason, if it is not
 */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) throw new Error(`${path} is a symbolic link`);
  if (!stats.isDirectory()) throw new Error(`${path} is not a folder`);
  // Windows has neither.
  const user = process.geteuid?.();
  if (user === undefined) return;
  if (stats.uid !== user) throw new Error(`${path} belongs to another user`);
  if ((stats.mode & 0o077) !== 0) throw new Error(`${path} is open to others: its mode has to be 0700`);
}
