/** A rule that can't be read; the message says what was expected and what was got. */
export class RuleError extends SyntaxError {}

const token = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\{[^}]*\})|([<>!]=|[=<>(),])|([^\s'"<>=!(),]+))/y;

interface Token {
  readonly text: string;
  readonly kind: 'sign' | 'text' | 'word';
}

/** The words, signs and quoted texts of a rule, read from left to right. */
export class Tokens {
  readonly #rule: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws RuleError when a quote isn't closed */
  constructor(rule: string) {
    this.#rule = rule.trim();
    this.#tokens = tokensOf(this.#rule);
  }

  get ended(): boolean {
    return this.#next === this.#tokens.length;
  }

  /** Takes a keyword, in any case, if it comes next. */
  takeWord(word: string): boolean {
    const next = this.#tokens[this.#next];
    const taken = next?.kind === 'word' && next.text.toLowerCase() === word;
    if (taken) this.#next++;
    return taken;
  }

  takeSign(sign: string): boolean {
    return this.takeAnySign(sign) !== undefined;
  }

  takeAnySign(...signs: readonly string[]): string | undefined {
    const next = this.#tokens[this.#next];
    if (next?.kind !== 'sign' || !signs.includes(next.text)) return undefined;
    this.#next++;
    return next.text;
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) throw this.error(word);
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.error(sign);
  }

  /** Takes a word, or a quoted name that holds other characters. */
  expectName(what: string): string {
    const next = this.#tokens[this.#next];
    if (next === undefined || next.kind === 'sign') throw this.error(what);
    this.#next++;
    return next.text;
  }

  expectText(): string {
    return this.expectName('a text');
  }

  /** Takes a quoted text, or a word, which is a number, true or false where it can be. */
  expectValue(): string | number | boolean {
    const quoted = this.#tokens[this.#next]?.kind === 'text';
    const text = this.expectName('a value');
    if (quoted) return text;
    if (text === 'true' || text === 'false') return text === 'true';
    return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  expectEnd(): void {
    if (!this.ended) throw this.error('the end of the rule');
  }

  error(expected: string, got: string = this.#tokens[this.#next]?.text ?? 'the end'): RuleError {
    return new RuleError(`the rule ${JSON.stringify(this.#rule)}: expected ${expected}, got ${JSON.stringify(got)}`);
  }
}

function tokensOf(rule: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < rule.length) {
    const at = token.lastIndex;
    const match = token.exec(rule);
    if (match === null)
      throw new RuleError(`the rule ${JSON.stringify(rule)}: can't be read from ${JSON.stringify(rule.slice(at).trim())} on`);
    const quoted = match[1] ?? match[2];
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replace(/\\(['"\\])/g, '$1') });
    else if (match[4] !== undefined) tokens.push({ kind: 'sign', text: match[4] });
    else tokens.push({ kind: 'word', text: (match[3] ?? match[5]) as string });
  }
  return tokens;
}
