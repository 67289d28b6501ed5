import { lstatSync, readdirSync, readFileSync, renameSync, rmdirSync, statSync, unlinkSync } from 'node:fs';
import { isGone, type Owner, parseOwner } from './owner.js';

/** What is to be claimed, and for whom. */
export interface Claim {
  readonly serviceFolder: string;
  readonly self: Owner;
  readonly wallTime: number;
  /** Gives the folder into which files are taken. */
  ourFolder(): string;
  /** A worker of this process that has ended. */
  readonly threadOfOurs?: number | undefined;
  /** Folders at the most. */
  readonly most: number;
}

/**
 * Takes the files of folders whose owners are gone into a folder of ours, the oldest first and a few at a time: each costs some work, and a
 * service of short jobs can leave a great many. A folder is moved in one step, which succeeds for one process only, however many try; a
 * folder of ours may in turn hold one that its late owner had just claimed.
 *
 * @returns the paths of the files taken
 */
export function claimAbandoned({ serviceFolder, self, wallTime, ourFolder, threadOfOurs, most }: Claim): string[] {
  if (!isPrivate(serviceFolder)) return [];
  const taken: string[] = [];
  let folders = 0;
  // Names begin with the time at which they were made.
  for (const name of readdirSync(serviceFolder).sort()) {
    if (folders === most) break;
    const folder = `${serviceFolder}/${name}`;
    const ours = threadOfOurs !== undefined && name.includes(`-${self.pid}-${threadOfOurs}-`);
    if (!ours && !isAbandoned(folder, self, wallTime)) continue;
    const claimed = `${ourFolder()}/claimed-${name}`;
    try {
      renameSync(folder, claimed);
    } catch {
      continue; // another process was faster
    }
    folders++;
    taken.push(...emptyInto(ourFolder(), claimed));
  }
  return taken;
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
