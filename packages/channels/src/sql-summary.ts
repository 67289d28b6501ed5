/** Characters of a summary, as the conventions ask. */
const LONGEST = 255;
const OPEN = 40;
const CLOSE = 41;
const COMMA = 44;
const DOT = 46;
const SEMICOLON = 59;

/** Words that say what a statement does. */
const VERBS: ReadonlySet<string> = new Set([
  ...[
    'SELECT',
    'INSERT',
    'UPDATE',
    'DELETE',
    'REPLACE',
    'CALL',
    'CREATE',
    'ALTER',
    'DROP',
    'TRUNCATE',
    'RENAME',
    'LOAD',
    'SET',
    'SHOW',
    'USE',
  ],
  ...[
    'EXPLAIN',
    'DESCRIBE',
    'BEGIN',
    'START',
    'COMMIT',
    'ROLLBACK',
    'SAVEPOINT',
    'RELEASE',
    'LOCK',
    'UNLOCK',
    'GRANT',
    'REVOKE',
    'ANALYZE',
  ],
  ...['OPTIMIZE', 'KILL', 'FLUSH', 'PREPARE', 'EXECUTE', 'DO', 'HANDLER', 'XA'],
]);
/** Verbs that can also stand within a statement; the others are verbs only where one begins. */
const INNER_VERBS: ReadonlySet<string> = new Set(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE']);
/** Words before a verb that make it something else: `ON DELETE`, `KEY UPDATE`, `FOR UPDATE`. */
const DISARMING: ReadonlySet<string> = new Set(['ON', 'KEY', 'FOR', 'BEFORE', 'AFTER']);
/** Words after which the name of a table, or of a procedure, comes. */
const BEFORE_NAME: ReadonlySet<string> = new Set(['FROM', 'JOIN', 'STRAIGHT_JOIN', 'INTO', 'UPDATE', 'TABLE', 'CALL']);
/** Words that may stand between such a word and the name. */
const BETWEEN: ReadonlySet<string> = new Set(['ONLY', 'IF', 'NOT', 'EXISTS', 'LOW_PRIORITY', 'IGNORE', 'QUICK']);
/** Words with which a list of tables ends. */
const AFTER_NAMES: ReadonlySet<string> = new Set(['WHERE', 'SET', 'GROUP', 'ORDER', 'HAVING', 'LIMIT', 'ON', 'USING', 'VALUES', 'UNION']);

/** Collects the verbs of a statement and the tables that they act on. */
export class SqlSummary {
  private parts = '';
  private verbs = 0;
  private verb: string | undefined;
  private previous = '';
  private expectsName = false;
  private inNames = false;
  /** Whether the name that was read last goes on after a dot. */
  private continues = false;
  /** For each open parenthesis, whether a query stands in it. */
  private readonly queries: boolean[] = [];

  /** The verbs and names in their order; undefined without a verb. */
  get text(): string | undefined {
    return this.verbs === 0 ? undefined : this.parts;
  }

  /** The verb, where there is only one. */
  get operation(): string | undefined {
    return this.verbs === 1 ? this.verb : undefined;
  }

  /** Takes a word that is not quoted. */
  word(original: string): void {
    if (this.continues) {
      this.name(original);
      return;
    }
    const word = original.toUpperCase();
    if (this.expectsName && BETWEEN.has(word)) return;
    if (this.isVerb(word)) this.addVerb(word);
    else if (this.expectsName && !BEFORE_NAME.has(word)) {
      this.name(original);
      return;
    }
    if (BEFORE_NAME.has(word) && !DISARMING.has(this.previous)) {
      // The FROM in `EXTRACT(YEAR FROM created)` is followed by a column.
      this.expectsName = word !== 'FROM' || this.queries.at(-1) !== false;
      this.inNames = this.expectsName;
    } else if (AFTER_NAMES.has(word)) this.inNames = false;
    this.previous = word;
  }

  /** Takes a name, which may have been quoted. */
  name(name: string): void {
    if (this.continues) this.add(name, '.');
    else if (this.expectsName && !name.startsWith('@')) this.add(name, ' ');
    this.expectsName = false;
    this.continues = false;
    this.previous = '';
  }

  /** Takes a character that is no part of a word. */
  sign(code: number): void {
    if (code === OPEN) {
      this.queries.push(false);
      this.expectsName = false;
      this.inNames = false;
    } else if (code === SEMICOLON) {
      this.previous = '';
      this.inNames = false;
    } else if (code === CLOSE) this.queries.pop();
    else if (code === COMMA) this.expectsName = this.inNames;
    // Only a name that was just added can go on.
    this.continues = code === DOT && this.previous === '' && this.verbs > 0 && this.inNames;
  }

  private isVerb(word: string): boolean {
    if (!VERBS.has(word) || DISARMING.has(this.previous)) return false;
    return this.verbs === 0 || (INNER_VERBS.has(word) && (word === 'SELECT' || this.previous === ''));
  }

  private addVerb(word: string): void {
    this.verbs += 1;
    this.verb = word;
    this.add(word, this.parts === '' ? '' : ' ');
    this.expectsName = false;
    this.inNames = false;
    if (this.queries.length > 0) this.queries[this.queries.length - 1] = true;
  }

  private add(text: string, separator: string): void {
    if (this.parts.length + text.length < LONGEST) this.parts += separator + text;
  }
}
