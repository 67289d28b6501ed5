import { SqlSummary } from './sql-summary.js';

/** What is recorded of a statement. */
export interface SqlDescription {
  /** The statement with `?` in place of its literals, without comments. */
  readonly text: string;
  /** The verbs and their targets, such as `SELECT orders`; undefined where there is no known verb. */
  readonly summary: string | undefined;
  /** The verb, where there is only one. */
  readonly operation: string | undefined;
}

/** Characters of a text that is recorded; what comes after is not even read. */
const LONGEST = 4_096;
const CACHED_AT_MOST = 256;
const CACHED_LENGTH = 2_048;

const cache = new Map<string, SqlDescription>();

/**
 * Describes a statement in MySQL's dialect without the literals in it: texts, numbers and comments. In doubt a text is taken for a literal:
 * with `ANSI_QUOTES` names in double quotes become `?` too.
 *
 * @param recurs whether the text is likely to come again, as that of a prepared statement does; then what was found out is remembered
 * @see https://opentelemetry.io/docs/specs/semconv/database/database-spans/#sanitization-of-dbquerytext
 */
export function describeSql(sql: string, recurs: boolean): SqlDescription {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const description = describe(sql);
  if (recurs && sql.length <= CACHED_LENGTH) {
    if (cache.size >= CACHED_AT_MOST) cache.clear();
    cache.set(sql, description);
  }
  return description;
}

function describe(sql: string): SqlDescription {
  const summary = new SqlSummary();
  let text = '';
  let at = 0;
  while (at < sql.length && text.length < LONGEST) {
    const code = sql.charCodeAt(at);
    let end: number;
    if (isWordPart(code) && !isDigit(code)) {
      end = wordEnd(sql, at);
      const word = sql.slice(at, end);
      summary.word(word);
      text += word;
    } else if (code === QUOTE || code === DOUBLE_QUOTE) {
      end = literalEnd(sql, at, code);
      text += '?';
    } else if (isDigit(code) || (code === DOT && isDigit(sql.charCodeAt(at + 1)))) {
      end = numberEnd(sql, at);
      text += '?';
    } else if (code === BACKTICK) {
      end = sql.indexOf('`', at + 1) + 1 || sql.length;
      summary.name(sql.slice(at + 1, end - 1));
      text += sql.slice(at, end);
    } else if (isCommentStart(sql, at, code)) {
      end = commentEnd(sql, at, code);
      text += ' ';
    } else {
      end = at + 1;
      summary.sign(code);
      text += sql[at];
    }
    at = end;
  }
  return { text: text.slice(0, LONGEST).trim(), summary: summary.text, operation: summary.operation };
}

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKTICK = 96;
const BACKSLASH = 92;
const DOT = 46;
const HASH = 35;
const DASH = 45;
const SLASH = 47;
const STAR = 42;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isWordPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || isDigit(code) || code === 95 || code === 36 || code === 64 || code > 127
  );
}

function wordEnd(sql: string, start: number): number {
  let end = start + 1;
  while (end < sql.length && isWordPart(sql.charCodeAt(end))) end += 1;
  return end;
}

/** The end of a number in any notation: `1`, `1.5e-3`, `0x1F`. */
function numberEnd(sql: string, start: number): number {
  let end = start + 1;
  for (; end < sql.length; end += 1) {
    const code = sql.charCodeAt(end);
    if (isWordPart(code) || code === DOT) continue;
    const previous = sql.charCodeAt(end - 1) | 32;
    if ((code === DASH || code === 43) && previous === 101) continue;
    break;
  }
  return end;
}

/** The end of a text in quotes, in which a backslash and a doubled quote mean no end. */
function literalEnd(sql: string, start: number, quote: number): number {
  for (let end = start + 1; end < sql.length; end += 1) {
    const code = sql.charCodeAt(end);
    if (code === BACKSLASH) end += 1;
    else if (code === quote) {
      if (sql.charCodeAt(end + 1) !== quote) return end + 1;
      end += 1;
    }
  }
  return sql.length;
}

function isCommentStart(sql: string, at: number, code: number): boolean {
  if (code === HASH) return true;
  const next = sql.charCodeAt(at + 1);
  if (code === SLASH) return next === STAR;
  const after = sql.charCodeAt(at + 2);
  // In MySQL two dashes need a space: `5--1` is a subtraction. A NaN is the end of the text.
  return code === DASH && next === DASH && !(after > 32);
}

function commentEnd(sql: string, start: number, code: number): number {
  const mark = code === SLASH ? '*/' : '\n';
  const end = sql.indexOf(mark, start + 2);
  return end === -1 ? sql.length : end + mark.length;
}
