/** Paths of the usual health, readiness and metrics endpoints, which are ignored unless other paths are given. */
export const defaultIgnoredPaths: readonly string[] = ['/health', '/healthz', '/ready', '/readyz', '/livez', '/metrics'];

/** Decides whether a path or URL is on a list: whole texts, texts in which `*` stands for any characters, and regular expressions. */
export class PatternList {
  readonly isEmpty: boolean;
  private readonly whole: ReadonlySet<string>;
  /** How long the whole texts are: most others can be told from them by that, and a text that is looked up has to be hashed. */
  private readonly lengths: ReadonlySet<number>;
  private readonly parted: readonly (readonly string[])[];
  private readonly expressions: readonly RegExp[];

  constructor(patterns: readonly (string | RegExp)[]) {
    const texts = patterns.filter((pattern) => typeof pattern === 'string');
    this.isEmpty = patterns.length === 0;
    this.whole = new Set(texts.filter((text) => !text.includes('*')));
    this.lengths = new Set([...this.whole].map(({ length }) => length));
    this.parted = texts.filter((text) => text.includes('*')).map((text) => text.split('*'));
    this.expressions = patterns.filter((pattern) => typeof pattern !== 'string');
  }

  /** Says whether the list has `text`, which comes without a query. */
  matches(text: string): boolean {
    if (this.isEmpty) return false;
    if (this.lengths.has(text.length) && this.whole.has(text)) return true;
    for (const parts of this.parted) if (hasParts(text, parts)) return true;
    // `search` and not `test`, which would remember a position in patterns with the flags g or y.
    for (const expression of this.expressions) if (text.search(expression) !== -1) return true;
    return false;
  }
}

/** Says whether `text` is `parts` with anything between them, in one pass: the text comes from the network. */
function hasParts(text: string, parts: readonly string[]): boolean {
  const last = parts.length - 1;
  const prefix = parts[0] as string;
  const suffix = parts[last] as string;
  const end = text.length - suffix.length;
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return false;
  let at = prefix.length;
  for (let i = 1; i < last; i += 1) {
    const part = parts[i] as string;
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= end;
}
