import type { TimeInput } from '@opentelemetry/api';
import { parseFields } from './bindings-reader.js';

/** The time as the logger wrote it, under its key, and as a point in time where it can be read. */
export interface LineTime {
  readonly key?: string;
  readonly written?: unknown;
  readonly timestamp?: TimeInput;
}

/**
 * Reads the time that pino's `timestamp` function gave, the text `,"time":...`: milliseconds, seconds, microseconds or nanoseconds
 * since the epoch, told apart by size, or an ISO 8601 date with up to nine digits of a second.
 */
export function readLineTime(text: string): LineTime {
  if (text === '') return {};
  if (text.startsWith(',"time":1')) {
    const written = Number(text.slice(8));
    if (Number.isFinite(written)) return { key: 'time', written, timestamp: fromNumber(written) };
  }
  for (const [key, written] of Object.entries(parseFields(text))) {
    const timestamp = typeof written === 'number' ? fromNumber(written) : fromDate(written);
    return timestamp === undefined ? { key, written } : { key, written, timestamp };
  }
  return {};
}

/** Years 1973 to 5138 lie between the bounds in each unit. */
function fromNumber(time: number): TimeInput {
  if (time < 1e11) return time * 1e3;
  if (time < 1e14) return time;
  return time < 1e17 ? time / 1e3 : time / 1e6;
}

function fromDate(time: unknown): TimeInput | undefined {
  if (typeof time !== 'string') return undefined;
  const millis = Date.parse(time);
  if (Number.isNaN(millis)) return undefined;
  const fraction = /\.(\d{4,9})/.exec(time)?.[1];
  return fraction === undefined ? millis : [Math.floor(millis / 1e3), Number(fraction.padEnd(9, '0'))];
}
