const ANY: unique symbol = Symbol('*');
const PART: unique symbol = Symbol(':name');
type Token = string | typeof ANY | typeof PART;

/**
 * Compares whole texts with a pattern in which `*` stands for any characters and, in a path, `:name` for those up to the next `/`. The time
 * grows with the length of the text and of the pattern only, because the text comes from the network; a regular expression would not promise it.
 */
export class TextPattern {
  private readonly tokens: readonly Token[];

  constructor(pattern: string, isPath: boolean) {
    const tokens = pattern.split(isPath ? /(\*+|:\w+)/ : /(\*+)/).filter((token) => token !== '');
    this.tokens = tokens.map((token) => (token.startsWith('*') ? ANY : isPath && /^:\w/.test(token) ? PART : token));
  }

  matches(text: string): boolean {
    const { tokens } = this;
    let at = 0;
    let index = 0;
    let retryIndex = -1;
    let retryAt = 0;
    while (true) {
      if (index === tokens.length && at === text.length) return true;
      const token = tokens[index];
      if (token === ANY) {
        if (index === tokens.length - 1) return true;
        index += 1;
        retryIndex = index;
        retryAt = at;
        continue;
      }
      const next = token === undefined ? -1 : afterToken(token, text, at);
      if (next !== -1) {
        at = next;
        index += 1;
        continue;
      }
      // Only the last `*` can take more: what is before it matched as early as possible.
      if (retryIndex === -1 || retryAt >= text.length) return false;
      retryAt += 1;
      at = retryAt;
      index = retryIndex;
    }
  }
}

function afterToken(token: string | typeof PART, text: string, at: number): number {
  if (token !== PART) return text.startsWith(token, at) ? at + token.length : -1;
  const slash = text.indexOf('/', at);
  const end = slash === -1 ? text.length : slash;
  return end > at ? end : -1;
}
