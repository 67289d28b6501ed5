/**
 * How much a finding matters: an `error` means that something is missing or was lost, a `warning` that a value should be mended,
 * `info` that something was done that needs no one's attention. Strict mode refuses errors and warnings.
 */
export type Severity = 'error' | 'warning' | 'info';

/** The rules that a finding can be about. */
export type FindingRule =
  | 'missing'
  | 'missing-recommended'
  | 'placeholder'
  | 'malformed'
  | 'person'
  | 'alias'
  | 'too-long'
  | 'credentials'
  | 'not-allowed'
  | 'default-name'
  | 'unparsable'
  | 'unreadable'
  | 'unknown-option'
  | 'policy';

/** Says what is wrong with one value, what is done about it now, and how to mend it. */
export interface Finding {
  /** The attribute, or the variable, file or option when the finding is about a whole source. */
  readonly key: string;
  readonly rule: FindingRule;
  readonly severity: Severity;
  readonly expected: string;
  /** What was found instead; described, not quoted, where it could be a secret or personal. */
  readonly got: string;
  /** Where the value came from: `code`, a variable, a file. */
  readonly source: string;
  /** What is sent now. */
  readonly action: string;
  readonly remedy: string;
}

/**
 * Shows a value in a finding. Only short text of harmless characters is quoted, and no run of mixed letters and digits that could
 * be a key or token: somebody who puts a secret into the wrong variable must not find it in the logs.
 */
export function show(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
  const harmless = value.length <= 40 && /^[\w .:/<>{}$()-]*$/.test(value) && !/(?=[a-zA-Z]*\d)(?=\d*[a-zA-Z])[a-zA-Z\d]{16}/.test(value);
  return harmless ? `'${value}'` : `a value of ${value.length} characters`;
}
