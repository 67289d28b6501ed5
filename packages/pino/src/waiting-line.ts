import type { LineSource } from './line-source.js';
import type { LineTime } from './line-time.js';
import type { LineKeys } from './log-record.js';
import type { Level } from './logger-facts.js';
import type { OpenLine } from './open-line.js';
import type { PinoLine } from './pino-internals.js';

/** A line that is to be encoded, with what is known of it. */
export interface WaitingLine {
  readonly line: PinoLine;
  readonly open: OpenLine;
  readonly level: Level;
  readonly source: LineSource;
  readonly keys: LineKeys;
  readonly time: LineTime;
  /** When it was observed: seconds since the epoch, and nanoseconds. */
  readonly seconds: number;
  readonly nanos: number;
  /** Where its own fields begin in the text, and where they end. */
  readonly from: number;
  readonly to: number;
}
