import { resolve } from 'node:path';
import { readBoundedFile } from './bounded-file.js';
import type { Finding } from './finding.js';
import { checkPolicy } from './policy.js';
import type { CheckedPolicy } from './policy-rule.js';
import type { ResourceInput } from './resource-input.js';

/** Gives the policy of a resource: the one in code, else the one in the file; without either, the table alone asks for labels. */
export function policyOf({ policy, policyFile, workingDirectory = '' }: ResourceInput): CheckedPolicy {
  if (policy !== undefined) return checkPolicy(policy, 'code');
  if (policyFile === undefined || policyFile.trim() === '') return { rules: new Map(), required: undefined, findings: [] };
  const path = resolve(workingDirectory, policyFile);
  let reason = 'no file';
  const text = readBoundedFile(path, (error) => {
    reason = error;
  });
  if (text === undefined) return refused(path, 'unreadable', 'a readable JSON file', reason);
  try {
    return checkPolicy(JSON.parse(text), path);
  } catch (error) {
    // The message of the parser quotes the file, which may be a wrong one that holds secrets: only the place is told.
    const place = /\(line \d+ column \d+\)/.exec((error as Error).message)?.[0];
    return refused(path, 'unparsable', 'JSON', `text that is no JSON${place ? ` ${place}` : ''}`);
  }
}

function refused(path: string, rule: Finding['rule'], expected: string, got: string): CheckedPolicy {
  const action = 'the policy is left out, the levels of the label table hold';
  const finding: Finding = { key: path, rule, severity: 'error', expected, got, source: path, action, remedy: `correct ${path}` };
  return { rules: new Map(), required: undefined, findings: [finding] };
}
