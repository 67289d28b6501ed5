import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The doc comment of each convention constant: the package marks what it deprecated nowhere else. */
export function conventionComments(): Map<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@opentelemetry/semantic-conventions/incubating'));
  const comments = new Map<string, string>();
  for (const kind of ['experimental_attributes', 'experimental_metrics', 'stable_attributes']) {
    const text = readFileSync(join(folder, `${kind}.d.cts`), 'utf8');
    for (const match of text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*declare const (\w+):/g))
      comments.set(match[2] ?? '', match[1] ?? '');
  }
  return comments;
}
