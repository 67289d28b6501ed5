import { reportOnce as report } from '@telewright/logs';

/** Warns through the diagnostic logger, once per process for the same sentence. */
export function reportOnce(sentence: string, error?: unknown): void {
  report('@telewright/pino', sentence, error);
}
