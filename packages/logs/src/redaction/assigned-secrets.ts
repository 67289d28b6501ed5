import { BRACKETS } from './key-words.js';
import { isCount } from './rules.js';
import { CENSOR } from './secret-shapes.js';

/** Values that hold no secret, or hold one no more. */
const harmless = /^(?:true|false|null|undefined|none|\[redacted\]|\[filtered\]|\**)$/i;

/** Headers whose value may stand without quotes: `Authorization: Digest ...`, `Cookie: a=b`. */
const header = /(?:authorization|cookie|api-key|^[nrt]?x-[\w-]+)$/i;

/** What a parser of a language says it came upon. */
const unexpected = /unexpected (?:\w+ )?tokens?$/i;

/** The longest object or list that is taken for the value of a name. */
const LONGEST_NESTED = 8_192;

/** Tells whether a value may be left as it is, whatever its name. */
export function isHarmless(value: string): boolean {
  return harmless.test(value);
}

/** Finds secrets that a text assigns to a name: `password=...`, `"token": "..."`, `{ apiKey: '...' }`, the same as JSON in a JSON string, and `token%3D...`. */
export class AssignedSecrets {
  readonly #assignment: RegExp;
  readonly #isAllowed: (name: string) => boolean;

  /**
   * @param keyWords the source of a regular expression for the end of a secret's name
   * @param isAllowed tells the names that are left alone nevertheless
   */
  constructor(keyWords: string, isAllowed: (name: string) => boolean) {
    this.#assignment = new RegExp(`(?<=${keyWords}(\\\\*["'])? ?)(?:=>|:=|==|[=:]|%3D) ?`, 'gi');
    this.#isAllowed = isAllowed;
  }

  redact(text: string): string {
    let redacted = '';
    let from = 0;
    this.#assignment.lastIndex = 0;
    for (let match = this.#assignment.exec(text); match !== null; match = this.#assignment.exec(text)) {
      const quotedName = match[1] !== undefined;
      const name = nameBefore(text, match.index);
      if (this.#isAllowed(name) || unexpected.test(text.slice(Math.max(0, match.index - 40), match.index).trimEnd())) continue;
      const start = match.index + match[0].length;
      const encoded = match[0].startsWith('%');
      const value = findValue(text, start, { encoded, assigned: match[0].includes('=') || quotedName, header: header.test(name) });
      if (value === undefined || value.start < from || isLeft(name, text.slice(value.start, value.end))) continue;
      redacted += text.slice(from, value.start) + CENSOR;
      from = value.end;
      this.#assignment.lastIndex = value.end;
    }
    return from === 0 ? text : redacted + text.slice(from);
  }
}

function isLeft(name: string, value: string): boolean {
  return isHarmless(value) || (isCount(name) && /^\d+$/.test(value));
}

const nameAtEnd = new RegExp(`(?<!%|%[\\da-f])[\\w.-]*(?=${BRACKETS}[\\\\"'\\s]*$)`, 'i');

/** Gives the name in front of `=` or `:`, without its brackets and quotes. */
function nameBefore(text: string, end: number): string {
  return nameAtEnd.exec(text.slice(Math.max(0, end - 80), end))?.[0] ?? '';
}

interface Value {
  readonly start: number;
  readonly end: number;
}

interface Assignment {
  readonly encoded: boolean;
  readonly assigned: boolean;
  readonly header: boolean;
}

function findValue(text: string, start: number, { encoded, assigned, header }: Assignment): Value | undefined {
  const opening = /\\*["'`]/y;
  opening.lastIndex = start;
  const delimiter = opening.exec(text)?.[0];
  if (delimiter !== undefined) return { start: start + delimiter.length, end: endOfQuoted(text, start + delimiter.length, delimiter) };
  if (assigned && /[[{]/.test(text.charAt(start))) return { start, end: endOfNested(text, start) };
  const value = encoded ? encodedValue : assigned ? /[^\s,;&|"'`\\<>()[\]{}]+/y : header ? headerValue : valueInProse;
  value.lastIndex = start;
  const found = value.exec(text);
  return found === null ? undefined : { start, end: start + found[0].length };
}

/** Goes on to the next parameter of a query in percent-encoding. */
const encodedValue = /(?:[^\s,;&|"'`\\<>()[\]{}%]|%(?!26))+/y;

const headerValue = /[^"'\\\n]{0,256}[\d=][^"'\\\n]{0,8192}|(?:bearer|basic|digest|negotiate|ntlm|token|apikey) [\w.~+/=-]{12,8192}/iy;

/** Prose goes on after a colon, "password: must have 8 characters"; a password that ends its line is one word of letters and digits. */
const valueInProse = /(?=[^\s\d]{0,64}\d)(?=[^\sa-z]{0,64}[a-z])[^\s,;&|"'`\\<>()[\]{}]{6,512}(?=[,;.]?\s*(?:$|\\*["']|\n|\\[rn]))/iy;

/** Finds where an object or a list ends, quotes left aside; what was cut off goes as a whole. */
function endOfNested(text: string, start: number): number {
  let depth = 0;
  const limit = Math.min(text.length, start + LONGEST_NESTED);
  for (let end = start; end < limit; end++) {
    const code = text.charCodeAt(end);
    if (code === 91 || code === 123) depth++;
    else if ((code === 93 || code === 125) && --depth === 0) return end + 1;
  }
  return limit;
}

/** Finds the quote that ends a value: a quote inside of it is escaped, thus has more backslashes before it than the opening one. */
function endOfQuoted(text: string, start: number, delimiter: string): number {
  const quote = delimiter.slice(-1);
  for (let end = text.indexOf(quote, start); end !== -1; end = text.indexOf(quote, end + 1)) {
    let backslashes = 0;
    while (end - backslashes > start && text.charCodeAt(end - backslashes - 1) === 92) backslashes++;
    if (backslashes < delimiter.length) return end - backslashes;
  }
  return text.length;
}
