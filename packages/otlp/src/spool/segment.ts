import { closeSync, constants, fstatSync, ftruncateSync, openSync, read, readFileSync, unlinkSync, writeSync, writevSync } from 'node:fs';
import { basename } from 'node:path';
import type { Signal } from '../export-event.js';
import { DONE_MARK, frameHeader, HEADER_BYTES, type ParsedSegment, parseSegment } from './frame.js';

const { O_CREAT, O_EXCL, O_RDWR } = constants;
/** Not there on Windows, where it means nothing. */
const O_NOFOLLOW = constants.O_NOFOLLOW ?? 0;

const SIGNALS: readonly Signal[] = ['traces', 'logs', 'metrics'];

/** What the name of a segment says. */
export interface SegmentName {
  readonly createdMillis: number;
  readonly signal: Signal;
  readonly urgent: boolean;
}

/** Makes a file name that sorts by age; `unique` tells segments of one moment apart. */
export function segmentName({ createdMillis, signal, urgent }: SegmentName, unique: string): string {
  return `${createdMillis.toString(36).padStart(9, '0')}-${signal}-${urgent ? 1 : 0}-${unique}.otlp`;
}

/** Reads a file name; undefined if it is none of a segment. */
export function parseSegmentName(name: string): SegmentName | undefined {
  const [, created, signal, urgent] = /^([0-9a-z]{9})-([a-z]+)-([01])-[0-9a-z-]+\.otlp$/.exec(name) ?? [];
  const known = SIGNALS.find((candidate) => candidate === signal);
  return created && known ? { createdMillis: Number.parseInt(created, 36), signal: known, urgent: urgent === '1' } : undefined;
}

/** A file with requests of one signal, one after the other. Every method is synchronous but `load`, and may throw what the file system throws. */
export class Segment {
  readonly path: string;
  readonly name: SegmentName;
  /** When this process made it, in monotonic milliseconds; undefined if another one did. */
  readonly bornMillis: number | undefined;
  /** Requests that are not marked as delivered; unknown before a segment of another process is loaded. */
  #pendingFrames: number | undefined;
  #pendingItems: number | undefined;
  #descriptor: number | undefined;
  #bytes: number;
  /** Requests that somebody has in memory too, and will remove or release. */
  readonly #held = new Set<number>();
  /** Whether nothing is appended any more. */
  closed: boolean;

  private constructor(path: string, name: SegmentName, bytes: number, bornMillis?: number, descriptor?: number) {
    this.path = path;
    this.name = name;
    this.bornMillis = bornMillis;
    this.#bytes = bytes;
    this.#descriptor = descriptor;
    this.closed = descriptor === undefined;
    if (descriptor !== undefined) this.#pendingFrames = this.#pendingItems = 0;
  }

  /** Makes a new one, mode 0600; `monotonicMillis` is now. */
  static create(folder: string, name: SegmentName, unique: string, monotonicMillis: number): Segment {
    const path = `${folder}/${segmentName(name, unique)}`;
    return new Segment(path, name, 0, monotonicMillis, openSync(path, O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o600));
  }

  /** Takes one that another process wrote; undefined if it is not a segment of this user. */
  static found(path: string): Segment | undefined {
    const name = parseSegmentName(basename(path));
    if (!name) return undefined;
    const descriptor = openSync(path, O_RDWR | O_NOFOLLOW);
    const stats = fstatSync(descriptor);
    closeSync(descriptor);
    const user = process.geteuid?.();
    return stats.isFile() && (user === undefined || stats.uid === user) ? new Segment(path, name, stats.size) : undefined;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether everything in it was delivered. */
  get isEmpty(): boolean {
    return this.#pendingFrames === 0;
  }

  /** Whether it has something that nobody holds in memory. */
  get isWaiting(): boolean {
    return this.#pendingFrames === undefined || this.#pendingFrames > this.#held.size;
  }

  /**
   * Appends a request; gives where it stands. What was written of it in part, on a full disk, is cut off again.
   * A request that is `held` is left out when the segment is read, until it is released.
   */
  append(body: Uint8Array, items: number, held: boolean): number {
    const descriptor = this.#open();
    const offset = this.#bytes;
    const length = HEADER_BYTES + body.length;
    let written = 0;
    try {
      written = writevSync(descriptor, [frameHeader(body, items), body], offset);
    } finally {
      if (written !== length) ftruncateSync(descriptor, offset);
    }
    if (written !== length) throw Object.assign(new Error('the disk took a part only'), { code: 'ENOSPC' });
    this.#bytes += length;
    this.#pendingFrames = (this.#pendingFrames ?? 0) + 1;
    this.#pendingItems = (this.#pendingItems ?? 0) + items;
    if (held) this.#held.add(offset);
    return offset;
  }

  /** Says that nobody holds the request in memory any more. */
  release(offset: number): void {
    this.#held.delete(offset);
  }

  /** Marks a request as delivered. A segment that is still written to begins anew when all of it was. */
  markDone(offset: number, items: number): void {
    writeSync(this.#open(), DONE_MARK, 0, 1, offset);
    this.#held.delete(offset);
    this.#pendingFrames = (this.#pendingFrames ?? 1) - 1;
    this.#pendingItems = (this.#pendingItems ?? items) - items;
    if (this.closed || this.#pendingFrames > 0) return;
    ftruncateSync(this.#open(), 0);
    this.#bytes = 0;
  }

  /** Reads what is still to be sent into this buffer, which has to be as long as the segment; what is given are views of it. */
  async load(buffer: Buffer): Promise<ParsedSegment> {
    const length = await readAll(this.#open(), buffer.subarray(0, this.#bytes));
    const parsed = parseSegment(buffer.subarray(0, length));
    this.#count(parsed);
    return { ...parsed, frames: parsed.frames.filter((frame) => !this.#held.has(frame.offset)) };
  }

  /** Counts the items that are still to be sent; one of another process is read for that. */
  pendingItems(): number {
    if (this.#pendingItems === undefined) this.#count(parseSegment(readFileSync(this.#open())));
    return this.#pendingItems ?? 0;
  }

  #count({ frames }: ParsedSegment): void {
    this.#pendingFrames = frames.length;
    this.#pendingItems = frames.reduce((sum, frame) => sum + frame.items, 0);
  }

  /** Lets go of the file; it stays on the disk. */
  close(): void {
    this.closed = true;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Removes the file. */
  remove(): void {
    this.close();
    unlinkSync(this.path);
  }

  #open(): number {
    this.#descriptor ??= openSync(this.path, O_RDWR | O_NOFOLLOW);
    return this.#descriptor;
  }
}

function readAll(descriptor: number, into: Buffer, from = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, into, from, into.length - from, from, (error, count) => {
      if (error) reject(error);
      else if (count === 0 || from + count === into.length) resolve(from + count);
      else resolve(readAll(descriptor, into, from + count));
    });
  });
}
