import { writeSync } from 'node:fs';
import { type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import type { LogLevel } from './settings/settings.js';

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

/**
 * Creates the logger behind the API's `diag`: one line on stderr for each message, never on stdout. A message that has been said
 * `repeats` times already is left out, so that a failing part can't flood its host.
 */
export function createDiagLogger(write: (line: string) => void = writeStderr, repeats: number = 5): DiagLogger {
  const counts = new Map<string, number>();
  const log =
    (level: string) =>
    (message: string, ...details: unknown[]): void => {
      const line = [message, ...details]
        .map(toText)
        .join(' ')
        .replace(/\s*\n\s*/g, ' ');
      const count = (counts.get(line) ?? 0) + 1;
      if (count > repeats) return;
      if (counts.size >= 1_000) counts.clear();
      counts.set(line, count);
      write(`[telewright] ${level} ${line}${count === repeats ? ' (not repeated any more)' : ''}\n`);
    };
  return { error: log('ERROR'), warn: log('WARN'), info: log('INFO'), debug: log('DEBUG'), verbose: log('VERBOSE') };
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

function writeStderr(line: string): void {
  try {
    // Straight to the descriptor: process.stderr would load the stream modules before the app needs them.
    writeSync(2, line);
  } catch {
    // A closed or full stderr: there is nowhere left to say so.
  }
}
