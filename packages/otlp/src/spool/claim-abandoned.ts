import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { isGone, type Owner, parseOwner } from './owner.js';

/**
 * Takes the files of folders whose owners are gone into a folder of ours. A folder is moved in one step, which succeeds for one process
 * only, however many try; a folder of ours may in turn hold one that its late owner had just claimed.
 *
 * @returns the paths of the files taken
 */
export function claimAbandoned(
  serviceFolder: string,
  self: Owner,
  wallTime: number,
  ourFolder: () => string,
  threadOfOurs: number | undefined,
): string[] {
  if (!isPrivate(serviceFolder)) return [];
  return readdirSync(serviceFolder).flatMap((name) => {
    const folder = `${serviceFolder}/${name}`;
    const ours = threadOfOurs !== undefined && name.startsWith(`${self.pid}-${threadOfOurs}-`);
    if (!ours && !isAbandoned(folder, self, wallTime)) return [];
    const claimed = `${ourFolder()}/claimed-${name}`;
    try {
      renameSync(folder, claimed);
    } catch {
      return []; // another process was faster
    }
    return emptyInto(ourFolder(), claimed);
  });
}

function isAbandoned(folder: string, self: Owner, wallTime: number): boolean {
  try {
    if (!isPrivate(folder)) return false;
    const owner = parseOwner(readFileSync(`${folder}/owner`, 'utf8'));
    const silentMillis = wallTime - statSync(`${folder}/owner`).mtimeMs;
    return owner !== undefined && isGone(owner, self, silentMillis);
  } catch {
    return false; // not a folder of ours, or gone already
  }
}

/** A folder that somebody else could have made, or a link to one, is left alone. */
function isPrivate(folder: string): boolean {
  const stats = lstatSync(folder);
  const user = process.geteuid?.();
  return stats.isDirectory() && (user === undefined || stats.uid === user);
}

function emptyInto(target: string, folder: string): string[] {
  const taken: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) taken.push(...emptyInto(target, path));
    else if (entry.name.endsWith('.otlp')) {
      renameSync(path, `${target}/${entry.name}`);
      taken.push(`${target}/${entry.name}`);
    } else unlinkSync(path);
  }
  rmdirSync(folder);
  return taken;
}
