import { diag } from '@opentelemetry/api';

const reported = new Set<string>();

/**
 * Warns through the diagnostic logger, once per process for the same sentence, so that a busy logger doesn't repeat it per line.
 *
 * @param source the package that speaks
 */
export function reportOnce(source: string, sentence: string, error?: unknown): void {
  if (reported.has(sentence)) return;
  // Noted first: the diagnostic logger may itself be one whose lines are listened to.
  reported.add(sentence);
  const cause = error instanceof Error ? `: ${error.message}` : '';
  diag.warn(`${source}: ${sentence}${cause}`);
}
