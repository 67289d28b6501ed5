import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who writes into a folder of the spool. */
export interface Owner {
  readonly pid: number;
  /** Where that process id means something: host, boot and process namespace. */
  readonly world: string;
  /** When the process started, in ticks since the boot; empty where the system does not tell. */
  readonly started: string;
}

/** A folder whose owner can't be asked is abandoned when its owner has not shown a sign of life for this long. */
export const SILENCE_MILLIS = 90_000;

/** Gives this process. */
export function thisOwner(): Owner {
  return {
    pid: process.pid,
    world: [hostname(), read('/proc/sys/kernel/random/boot_id'), processNamespace()].join(' '),
    started: startOf(process.pid),
  };
}

/**
 * Tells whether an owner is gone for good. In the same world the system is asked, elsewhere (a volume shared by several hosts or
 * containers) the time since its last sign of life decides.
 */
export function isGone(owner: Owner, self: Owner, silentMillis: number): boolean {
  const silent = silentMillis > SILENCE_MILLIS;
  if (owner.world !== self.world) return silent;
  if (!exists(owner.pid)) return true;
  // Process ids are used again: in a container the next process mostly has the same one.
  return owner.started === '' ? silent : startOf(owner.pid) !== owner.started;
}

/** Reads what {@link thisOwner} gave, from a file; undefined if it is no such thing. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, world, started } = JSON.parse(text) as Owner;
    return Number.isInteger(pid) && typeof world === 'string' && typeof started === 'string' ? { pid, world, started } : undefined;
  } catch {
    return undefined; // torn, or not ours
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** The 22nd field of `/proc/<pid>/stat`; the second, the command, may have spaces and parentheses in it. */
function startOf(pid: number): string {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return ''; // no Linux
  }
}
