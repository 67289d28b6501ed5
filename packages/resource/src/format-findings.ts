import type { Finding } from './finding.js';

/**
 * Puts all findings that need attention into one line for the log.
 * @returns undefined if there are none
 */
export function formatFindings(findings: readonly Finding[]): string | undefined {
  const shown = needingAttention(findings);
  if (shown.length === 0) return undefined;
  const number = new Set(shown.map((finding) => finding.key)).size;
  return `${number} resource ${number === 1 ? 'label needs' : 'labels need'} attention: ${shown.map(short).join('; ')}`;
}

/**
 * Lists all findings that strict mode refuses to start with, one a line, each with how to mend it.
 * @returns undefined if there are none
 */
export function formatStrictError(findings: readonly Finding[]): string | undefined {
  const shown = needingAttention(findings);
  if (shown.length === 0) return undefined;
  const lines = shown.map(
    (finding) => `  - ${finding.key}${from(finding)}: expected ${finding.expected}, got ${finding.got}. To mend it: ${finding.remedy}.`,
  );
  return `Strict mode refuses to start, because resource labels need attention:\n${lines.join('\n')}`;
}

function needingAttention(findings: readonly Finding[]): Finding[] {
  // A label whose value was refused is missing for that reason: one finding says it.
  const refused = new Set(findings.filter(({ rule, action }) => rule !== 'missing' && action === 'left out').map(({ key }) => key));
  return findings.filter(({ severity, rule, key }) => severity !== 'info' && !(rule === 'missing' && refused.has(key)));
}

function short(finding: Finding): string {
  if (finding.rule === 'missing') return `${finding.key} is missing (${finding.remedy})`;
  return `${finding.key}${from(finding)}: got ${finding.got}, expected ${finding.expected} (${finding.action})`;
}

function from({ key, source }: Finding): string {
  return source === 'none' || source === key ? '' : ` from ${source}`;
}
