import { type Clock, systemClock } from '../clock.js';
import { emitEvent } from '../emit-event.js';
import { errorCode } from '../error-code.js';
import type { DropReason, Signal } from '../export-event.js';
import type { Frame } from './frame.js';
import { ReadBuffers } from './read-buffers.js';
import { Segment } from './segment.js';
import { SpoolFolder } from './spool-folder.js';
import type { LoadedRequest, SpoolOptions, StoredRequest } from './spool-options.js';

const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
const DEFAULT_MAX_AGE_MILLIS = 24 * 60 * 60 * 1000;
const SEGMENT_BYTES = 2 * 1024 * 1024;
/** A segment takes requests for this part of the greatest age: it expires as a whole. */
const SEGMENT_AGE_PART = 1 / 16;
/** Folders of late processes that are taken over at a time. */
const CLAIMED_AT_ONCE = 32;
/** Folders of processes of one service that may be there. */
const MAX_FOLDERS = 500;
/** After the disk refused, it is left alone for this long. */
const PAUSE_MILLIS = 30_000;

/**
 * Keeps requests that can't be delivered now in files, within bounds of size and age, oldest first out. Files of processes that are gone
 * are taken over. Nothing touches the disk before the first request is stored or looked for, and nothing throws.
 */
export class Spool {
  readonly #options: SpoolOptions;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #maxAgeMillis: number;
  readonly #segmentBytes: number;
  /** By age, the oldest first. */
  readonly #segments: Segment[] = [];
  readonly #reading = new Map<Signal, { readonly segment: Segment; readonly frames: Frame[] }>();
  readonly #folder: SpoolFolder;
  #bounded = false;
  readonly #buffers = new ReadBuffers();
  #pausedUntil = 0;
  #told = false;
  #sequence = 0;

  constructor(options: SpoolOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#folder = new SpoolFolder(`${options.root}/${options.service}`, this.#clock);
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#maxAgeMillis = options.maxAgeMillis ?? DEFAULT_MAX_AGE_MILLIS;
    this.#segmentBytes = Math.min(SEGMENT_BYTES, this.#maxBytes >>> 2);
  }

  /** Stores a request; undefined if that is not possible. One that is `held` in memory too is not read back before it is released. */
  append(signal: Signal, urgent: boolean, body: Uint8Array, items: number, held = false): StoredRequest | undefined {
    if (this.#clock.now() < this.#pausedUntil || !this.#makeRoom(body.length, urgent)) return undefined;
    try {
      const segment = this.#writing(signal, urgent);
      const offset = segment.append(body, items, held);
      if (segment.bytes >= this.#segmentBytes) segment.close();
      this.#told = false;
      return { segment, offset, items };
    } catch (error) {
      this.#refuse(error);
      return undefined;
    }
  }

  /** Bytes on disk that are this process's. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Whether something of this signal waits to be read back. */
  holds(signal: Signal): boolean {
    return this.#segments.some((segment) => segment.name.signal === signal && segment.isWaiting);
  }

  /** Reads the oldest request of a signal back, valid until the next; undefined if there is none. It stays stored until `remove`. */
  async next(signal: Signal): Promise<LoadedRequest | undefined> {
    for (;;) {
      const reading = this.#reading.get(signal) ?? (await this.#read(signal));
      if (!reading) return undefined;
      const frame = reading.frames.shift();
      if (frame) return { segment: reading.segment, ...frame };
      this.#reading.delete(signal);
      if (reading.segment.isEmpty) this.#forget(reading.segment);
    }
  }

  /** Gives a request back that `next` gave and that could not be sent: it will be the next again. */
  putBack({ segment, offset, items, body }: LoadedRequest): void {
    const reading = this.#reading.get(segment.name.signal);
    if (reading?.segment === segment) reading.frames.unshift({ offset, items, body });
  }

  /** Says that a request is not held in memory any more. */
  release({ segment, offset }: StoredRequest): void {
    segment.release(offset);
  }

  /** Removes a request that was delivered, or that nobody wants. */
  remove({ segment, offset, items }: StoredRequest): void {
    if (!this.#segments.includes(segment)) return;
    try {
      segment.markDone(offset, items);
      if (segment.closed && segment.isEmpty) this.#forget(segment);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Takes over what processes that are gone have left; `threadOfOurs` is a worker of this process that has ended. Drops what is too old. */
  adopt(threadOfOurs?: number): void {
    try {
      this.#showLife();
      for (const path of this.#folder.claim(CLAIMED_AT_ONCE, threadOfOurs)) this.#takeOver(path);
      this.#segments.sort((a, b) => a.name.createdMillis - b.name.createdMillis);
      for (const segment of this.#segments.filter((candidate) => this.#isExpired(candidate))) this.#drop(segment, 'expired');
      this.#makeRoom(0, true);
    } catch (error) {
      // No folder at all is the normal case: nothing was ever stored.
      if (errorCode(error) !== 'ENOENT') this.#refuse(error);
    }
  }

  /** Lets go of all files, and removes the folder if it has none. */
  close(): void {
    this.#letGo();
    this.#folder.remove();
  }

  #letGo(): void {
    for (const segment of this.#segments) {
      try {
        if (segment.isEmpty) segment.remove();
        else segment.close();
      } catch {
        // What can't be closed or removed is found and judged by the next process.
      }
    }
    this.#segments.length = 0;
    this.#reading.clear();
  }

  #takeOver(path: string): void {
    try {
      const segment = Segment.found(path);
      if (segment) this.#segments.push(segment);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Tells those who can't ask the system about this process that it is alive. */
  #showLife(): void {
    try {
      // One that was silent for long, frozen for instance, has lost its files to another, which sends what is in them.
      if (!this.#folder.showLife()) this.#letGo();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Jobs that never live long enough to take anything over must not fill the disk: the oldest leftovers are given up. */
  #boundFolders(): void {
    if (this.#bounded) return;
    this.#bounded = true;
    for (const path of this.#folder.claim(this.#folder.countNeighbours() - MAX_FOLDERS)) {
      const segment = Segment.found(path);
      if (segment) this.#drop(segment, 'spool_full');
    }
  }

  async #read(signal: Signal): Promise<{ segment: Segment; frames: Frame[] } | undefined> {
    this.#showLife();
    for (const segment of this.#segments.filter(({ name }) => name.signal === signal)) {
      if (this.#isExpired(segment)) {
        this.#drop(segment, 'expired');
        continue;
      }
      if (!segment.isWaiting) continue;
      try {
        segment.close();
        const { frames, corruptItems } = await segment.load(this.#buffers.take(signal, Math.max(segment.bytes, this.#segmentBytes)));
        if (!this.#segments.includes(segment)) continue;
        if (corruptItems > 0) this.#tellDropped(signal, corruptItems, 'corrupt');
        if (segment.isEmpty) this.#forget(segment);
        if (frames.length === 0) continue;
        const reading = { segment, frames: [...frames] };
        this.#reading.set(signal, reading);
        return reading;
      } catch (error) {
        this.#segments.splice(this.#segments.indexOf(segment), 1);
        this.#refuse(error);
      }
    }
    this.#buffers.free(signal);
    return undefined;
  }

  #writing(signal: Signal, urgent: boolean): Segment {
    this.#showLife();
    const folder = this.#folder.ensure();
    this.#boundFolders();
    const open = this.#segments.find((segment) => !segment.closed && segment.name.signal === signal && segment.name.urgent === urgent);
    if (open && this.#ageOf(open) < this.#maxAgeMillis * SEGMENT_AGE_PART) return open;
    open?.close();
    if (open?.isEmpty) this.#forget(open);
    const unique = `${this.#sequence++}-${folder.slice(folder.lastIndexOf('-') + 1)}`;
    const segment = Segment.create(folder, { createdMillis: this.#clock.wallTime(), signal, urgent }, unique, this.#clock.now());
    this.#segments.push(segment);
    return segment;
  }

  /** The system's time may be set while this process runs, so that its own files are judged by the monotonic one. */
  #ageOf({ bornMillis, name }: Segment): number {
    return bornMillis === undefined ? this.#clock.wallTime() - name.createdMillis : this.#clock.now() - bornMillis;
  }

  #isExpired(segment: Segment): boolean {
    return this.#ageOf(segment) > this.#maxAgeMillis;
  }

  /** Drops the oldest segments until this much fits, those with errors last; false if it can't be made to fit. */
  #makeRoom(bytes: number, urgent: boolean): boolean {
    if (bytes > this.#maxBytes) return false;
    let total = this.bytes;
    while (total + bytes > this.#maxBytes) {
      const oldest = this.#segments.find(({ name }) => !name.urgent) ?? (urgent ? this.#segments[0] : undefined);
      if (!oldest) return false;
      total -= oldest.bytes;
      this.#drop(oldest, 'spool_full');
    }
    return true;
  }

  #drop(segment: Segment, reason: DropReason): void {
    let items = 0;
    try {
      items = segment.pendingItems();
    } catch (error) {
      this.#refuse(error);
    }
    this.#tellDropped(segment.name.signal, items, reason);
    this.#forget(segment);
  }

  #tellDropped(signal: Signal, items: number, reason: DropReason): void {
    emitEvent(this.#options.onEvent, { type: 'dropped', signal, items, reason });
  }

  #forget(segment: Segment): void {
    const index = this.#segments.indexOf(segment);
    if (index >= 0) this.#segments.splice(index, 1);
    if (this.#reading.get(segment.name.signal)?.segment === segment) this.#reading.delete(segment.name.signal);
    try {
      segment.remove();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** The disk refused: it is told once, and tried again later. */
  #refuse(error: unknown): void {
    this.#pausedUntil = this.#clock.now() + PAUSE_MILLIS;
    if (this.#told) return;
    this.#told = true;
    const why = errorCode(error) ?? (error instanceof Error ? error.message : String(error));
    emitEvent(this.#options.onEvent, { type: 'spool_unavailable', message: `${this.#options.root} can't be used: ${why}` });
  }
}
