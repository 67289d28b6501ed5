import { readdirSync, rmdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { Clock } from '../clock.js';
import { errorCode } from '../error-code.js';
import { claimAbandoned } from './claim-abandoned.js';
import { type Owner, SILENCE_MILLIS, thisOwner } from './owner.js';
import { makePrivateFolder } from './private-folder.js';

/** The folder of this process, or of this thread, among those of one service. It is made when it is first needed. */
export class SpoolFolder {
  readonly #serviceFolder: string;
  readonly #clock: Clock;
  #owner: Owner | undefined;
  #path: string | undefined;
  #lastSign = 0;

  constructor(serviceFolder: string, clock: Clock) {
    this.#serviceFolder = serviceFolder;
    this.#clock = clock;
  }

  /** Gives the path; the folder is there afterwards. */
  ensure(): string {
    if (this.#path !== undefined) return this.#path;
    makePrivateFolder(this.#serviceFolder);
    const created = this.#clock.wallTime().toString(36).padStart(9, '0');
    const path = `${this.#serviceFolder}/${created}-${process.pid}-${threadId}-${uniqueText()}`;
    makePrivateFolder(path);
    writeFileSync(`${path}/owner`, JSON.stringify(this.#self), { mode: 0o600, flag: 'wx' });
    this.#path = path;
    this.#lastSign = this.#clock.now();
    return path;
  }

  /** Counts the folders of the service. */
  countNeighbours(): number {
    return readdirSync(this.#serviceFolder).length;
  }

  /** Takes over the files of folders whose owners are gone, at most so many, and of a thread of this process that has ended. */
  claim(most: number, threadOfOurs?: number): string[] {
    if (most <= 0) return [];
    return claimAbandoned({
      serviceFolder: this.#serviceFolder,
      self: this.#self,
      wallTime: this.#clock.wallTime(),
      ourFolder: () => this.ensure(),
      threadOfOurs,
      most,
    });
  }

  /** Shows from time to time that the owner is alive; false if another process has taken the folder over. */
  showLife(): boolean {
    const now = this.#clock.now();
    if (this.#path === undefined || now - this.#lastSign < SILENCE_MILLIS / 6) return true;
    this.#lastSign = now;
    const seconds = this.#clock.wallTime() / 1000;
    try {
      utimesSync(`${this.#path}/owner`, seconds, seconds);
      return true;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      this.#path = undefined;
      return false;
    }
  }

  /** Removes the folder if it has no files any more. */
  remove(): void {
    const path = this.#path;
    this.#path = undefined;
    if (path === undefined) return;
    try {
      if (readdirSync(path).length > 1) return;
      unlinkSync(`${path}/owner`);
      rmdirSync(path);
    } catch {
      // What can't be removed is found and judged by the next process.
    }
  }

  get #self(): Owner {
    this.#owner ??= thisOwner();
    return this.#owner;
  }
}

/**
 * Tells two owners apart that have one process id, as in containers that share a volume, and began in the same millisecond. Not by
 * `node:crypto`, which takes 4 to 5 ms and 4 MB to load: nobody but the owner's user can get at the folders, so it need not be secret.
 */
function uniqueText(): string {
  return process.hrtime.bigint().toString(36) + Math.random().toString(36).slice(2);
}
