import type { HrTime } from '@opentelemetry/api';
import { parseFields } from './bindings-reader.js';

/** The time as the logger wrote it, under its key, and as a point in time where it can be read. */
export interface LineTime {
  readonly key?: string;
  readonly written?: unknown;
  readonly timestamp?: HrTime;
  /** Whether the time is all that `timestamp` wrote, and a value that is left out of the attributes. */
  readonly isPlain: boolean;
}

const NONE: LineTime = { isPlain: true };

/** What pino writes for a time by default: milliseconds. */
const MILLIS_FIELD = Buffer.from(',"time":1111111111111');
const FIELD_1 = MILLIS_FIELD.readInt32BE(0);
const FIELD_2 = MILLIS_FIELD.readInt32BE(4);

/** Reads the time of lines, which is the same in those of one millisecond. */
export class LineTimeReader {
  #text = '';
  #time = NONE;
  // The last one that was read in a line, and its thirteen digits.
  #timeIn = NONE;
  #high = 0;
  #middle = 0;
  #low = 0;
  #last = 0;

  read(text: string): LineTime {
    if (text !== this.#text) {
      this.#time = readLineTime(text);
      this.#text = text;
    }
    return this.#time;
  }

  /**
   * Does the same for a time that stands in the line at `from`. That of pino is compared there, four bytes at once: to compare two texts that
   * were put together, as it was, is a call into V8.
   */
  readIn(line: DataView, from: number, text: string): LineTime {
    if (text.length !== MILLIS_FIELD.length || line.getInt32(from) !== FIELD_1 || line.getInt32(from + 4) !== FIELD_2)
      return this.read(text);
    const high = line.getInt32(from + 8);
    const middle = line.getInt32(from + 12);
    const low = line.getInt32(from + 16);
    const last = line.getUint8(from + 20);
    if (last !== this.#last || low !== this.#low || middle !== this.#middle || high !== this.#high) {
      this.#timeIn = readLineTime(text);
      this.#last = last;
      this.#low = low;
      this.#middle = middle;
      this.#high = high;
    }
    return this.#timeIn;
  }
}

/**
 * Reads the time that pino's `timestamp` function gave, the text `,"time":...`: milliseconds, seconds, microseconds or nanoseconds
 * since the epoch, told apart by size, or an ISO 8601 date with up to nine digits of a second.
 */
export function readLineTime(text: string): LineTime {
  if (text === '') return NONE;
  if (text.startsWith(',"time":1')) {
    const written = Number(text.slice(8));
    if (Number.isFinite(written)) return { key: 'time', written, timestamp: fromNumber(written), isPlain: true };
  }
  const fields = Object.entries(parseFields(text));
  const [first] = fields;
  if (first === undefined) return { isPlain: false };
  const [key, written] = first;
  const timestamp = typeof written === 'number' ? fromNumber(written) : fromDate(written);
  const isPlain = fields.length === 1 && typeof written !== 'object';
  return { key, written, ...(timestamp !== undefined && { timestamp }), isPlain };
}

/** Years 1973 to 5138 lie between the bounds in each unit. A pair, as an SDK may take a small number for one of `performance.now()`. */
function fromNumber(time: number): HrTime {
  if (time < 1e11) return split(time, 1);
  if (time < 1e14) return split(time, 1e3);
  return time < 1e17 ? split(time, 1e6) : split(time, 1e9);
}

function split(time: number, unitsPerSecond: number): HrTime {
  const seconds = Math.floor(time / unitsPerSecond);
  return [seconds, Math.floor((time - seconds * unitsPerSecond) * (1e9 / unitsPerSecond))];
}

function fromDate(time: unknown): HrTime | undefined {
  if (typeof time !== 'string') return undefined;
  const millis = Date.parse(time);
  if (Number.isNaN(millis)) return undefined;
  const fraction = /\.(\d{1,9})/.exec(time)?.[1] ?? '';
  return [Math.floor(millis / 1e3), Number(fraction.padEnd(9, '0'))];
}
