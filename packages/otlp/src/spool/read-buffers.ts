import type { Signal } from '../export-event.js';

/** Gives one buffer for each signal to read segments into: the garbage of many would be as much memory as an outage may take. */
export class ReadBuffers {
  readonly #buffers = new Map<Signal, Buffer>();

  /** Gives the signal's buffer, at least this long. */
  take(signal: Signal, bytes: number): Buffer {
    const known = this.#buffers.get(signal);
    if (known && known.length >= bytes) return known;
    const buffer = Buffer.allocUnsafeSlow(bytes);
    this.#buffers.set(signal, buffer);
    return buffer;
  }

  /** Gives the memory back. */
  free(signal: Signal): void {
    this.#buffers.delete(signal);
  }
}
