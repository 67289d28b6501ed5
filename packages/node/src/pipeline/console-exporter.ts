import { writeSync } from 'node:fs';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';

interface ConsoleExporter<T> {
  export(batch: T, done: (result: ExportResult) => void): void;
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/**
 * Creates an exporter that writes each item as one JSON line on stderr, for debugging: stdout belongs to the app.
 *
 * @param items gives what is worth showing of a batch
 */
export function createConsoleExporter<T>(items: (batch: T) => readonly unknown[]): ConsoleExporter<T> {
  return {
    export(batch, done) {
      for (const item of items(batch)) writeLine(item);
      done({ code: ExportResultCode.SUCCESS });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

/** Writes something as one JSON line on stderr. */
export function writeLine(item: unknown): void {
  writeSync(2, `${JSON.stringify(item, (_, value) => (typeof value === 'bigint' ? String(value) : value))}\n`);
}
