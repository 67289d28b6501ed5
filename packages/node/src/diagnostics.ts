import { writeSync } from 'node:fs';
import { type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import type { LogFormat, LogLevel } from './settings/settings.js';

const levels: Readonly<Record<LogLevel, DiagLogLevel>> = {
  none: DiagLogLevel.NONE,
  error: DiagLogLevel.ERROR,
  warn: DiagLogLevel.WARN,
  info: DiagLogLevel.INFO,
  debug: DiagLogLevel.DEBUG,
  verbose: DiagLogLevel.VERBOSE,
  all: DiagLogLevel.ALL,
};

/** Gives the API's level for a name of `OTEL_LOG_LEVEL`. */
export function diagLevel(level: LogLevel): DiagLogLevel {
  return levels[level];
}

/** How a logger writes. */
export interface DiagLoggerOptions {
  /** @default 'text' */
  readonly format?: LogFormat;
  readonly write?: (line: string) => void;
  /** Milliseconds of any clock that does not go back. */
  readonly now?: () => number;
}

const quietMillis = 60_000;

/**
 * Creates the logger behind the API's `diag`: one line on stderr for each message, never on stdout. A message that comes again within a
 * minute is counted and not written; the next one after that says how often, so that a failing part can't flood its host.
 */
export function createDiagLogger({
  format = 'text',
  write = writeStderr,
  now = () => performance.now(),
}: DiagLoggerOptions = {}): DiagLogger {
  const seen = new Map<string, { since: number; repeats: number }>();
  const log =
    (level: string) =>
    (message: string, ...details: unknown[]): void => {
      const line = [message, ...details]
        .map(toText)
        .join(' ')
        .replace(/\s*\n\s*/g, ' ');
      const time = now();
      const before = seen.get(line);
      if (before && time - before.since < quietMillis) {
        before.repeats++;
        return;
      }
      if (seen.size >= 1_000) seen.clear();
      seen.set(line, { since: time, repeats: 0 });
      const text = before?.repeats ? `${line} (${before.repeats} times more since the last line)` : line;
      write(format === 'json' ? jsonLine(level, text) : `[telewright] ${level} ${text}\n`);
    };
  return { error: log('ERROR'), warn: log('WARN'), info: log('INFO'), debug: log('DEBUG'), verbose: log('VERBOSE') };
}

function jsonLine(level: string, msg: string): string {
  return `${JSON.stringify({ time: new Date().toISOString(), level: level.toLowerCase(), name: 'telewright', msg })}\n`;
}

function toText(detail: unknown): string {
  if (typeof detail === 'string') return detail;
  if (detail instanceof Error) return detail.message;
  try {
    return JSON.stringify(detail) ?? String(detail);
  } catch {
    return typeof detail === 'object' ? '(object)' : String(detail); // a cycle, a hostile object or a bigint
  }
}

/** Writes a line on stderr, whatever the level. */
export function writeStderr(line: string): void {
  try {
    // Straight to the descriptor: process.stderr would load the stream modules before the app needs them.
    writeSync(2, line);
  } catch {
    // A closed or full stderr: there is nowhere left to say so.
  }
}
