import { AssignedSecrets, isHarmless } from './assigned-secrets.js';
import { keyWords, type RedactionPreset, wordEnds } from './key-words.js';
import { redactJson } from './redact-json.js';
import { redactValue } from './redact-value.js';
import { SecretHints } from './secret-hints.js';
import { CENSOR, defaultShapes, type SecretShape, strictShapes } from './secret-shapes.js';

/** Says what is a secret. */
export interface RedactionOptions {
  /**
   * How much is taken for a secret: `default` is the values of names such as password, token or cookie at any depth and in any case,
   * and what is unmistakable by its shape (JWTs, bearer tokens, keys of AWS, GitHub and others, private keys, card numbers, credentials
   * in URLs); `strict` adds personal data (e-mail, IBAN, phone …) and names that merely contain such a word; `off` leaves the user's rules.
   *
   * @default 'default'
   */
  readonly preset?: RedactionPreset;
  /** Further names whose values are secrets: `iban` also finds `customerIban` written `customer_iban` or `IBAN`. @default [] */
  readonly keys?: readonly string[];
  /** Names that are never secrets, in any case. @default [] */
  readonly allow?: readonly string[];
  /** A regular expression for further secrets in text. It runs over every line: keep it linear. */
  readonly pattern?: string;
}

/** Takes secrets out of what a service logs. Nothing is changed where there is none, and what is given is never changed in place. */
export interface Redactor {
  /**
   * Tells, as cheaply as can be, whether a text or JSON text may hold a secret; `false` is certain.
   */
  mayHoldSecret(text: string): boolean;
  /**
   * Tells the same of a part of a text in UTF-8, for less, and of more that is none; `false` is certain. Absent where only regular expressions
   * can tell: with the preset `strict` and a pattern of one's own.
   */
  readonly mayHoldSecretIn?: (utf8: Buffer, from: number, to: number) => boolean;
  /** Redacts a line: JSON keeps its form to the byte but for the secrets, anything else is text. */
  line(line: string): string;
  /** Redacts a text. */
  text(text: string): string;
  /** Redacts a value with all that is in it; the very same is returned where nothing is secret. */
  value<T>(value: T): T;
  /** Tells whether a name's value is a secret. */
  isSecretKey(name: string): boolean;
}

const NAMES_REMEMBERED = 2_000;

/**
 * Creates a redactor, or `undefined` where there is nothing to do: preset `off` without rules of the user's.
 *
 * @throws SyntaxError when `pattern` is no regular expression
 */
export function createRedactor({ preset = 'default', keys = [], allow = [], pattern }: RedactionOptions = {}): Redactor | undefined {
  if (preset === 'off' && keys.length === 0 && pattern === undefined) return undefined;
  const shapes: SecretShape[] = preset === 'off' ? [] : [...(preset === 'strict' ? strictShapes : defaultShapes)];
  if (pattern !== undefined) shapes.push({ source: pattern, hint: pattern, holds: (match) => match !== '' });
  const names = keyWords(preset, keys);

  const allowed = new Set(allow.map(normalName));
  const isAllowed = (name: string): boolean => allowed.size > 0 && allowed.has(normalName(name));
  const isKey = rememberNames(new RegExp(`${names.exact}$`, 'i'), isAllowed);
  const assigned = new AssignedSecrets(names.exact, isAllowed);
  const exact = shapes.map((shape) => ({ ...shape, expression: new RegExp(shape.source, 'g') }));
  // What has been redacted, here or by the logger, and what is no secret of anyone's is told at once.
  const keyHint = new RegExp(`${names.hint}(?! ?(\\\\*["'])?(?:\\[REDACTED\\]|\\*+|true|null|false)(?:\\1[,}\\s&]|$))`, 'i');
  const shapeHint = new RegExp(shapes.map(({ hint }) => hint).join('|') || '(?!)');

  const mayHoldSecret = (text: string): boolean => shapeHint.test(text) || keyHint.test(text);
  const text = (given: string): string => {
    let redacted = assigned.redact(given);
    for (const { expression, keeps, holds } of exact) {
      redacted = redacted.replace(expression, (match: string, kept: string, secret: string) => {
        if (holds !== undefined && !holds(keeps ? secret : match)) return match;
        return keeps ? kept + CENSOR : CENSOR;
      });
    }
    return redacted;
  };
  const ends = preset === 'strict' || pattern !== undefined ? undefined : wordEnds(keys);
  const hints = ends && new SecretHints(ends, isKey);
  const rules = { isKey, isHarmless, mayHoldSecret, text };
  return {
    mayHoldSecret,
    ...(hints && { mayHoldSecretIn: (utf8, from, to) => hints.found(utf8, from, to) }),
    line: (line) => redactJson(line, rules),
    text: (given) => (mayHoldSecret(given) ? text(given) : given),
    value: <T>(value: T): T => redactValue(value, rules, 0) as T,
    isSecretKey: isKey,
  };
}

/** Tells whether a name is a secret's, from memory for those seen before: a service has a few hundred of them. */
function rememberNames(expression: RegExp, isAllowed: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let secret = known.get(name);
    if (secret === undefined) {
      secret = expression.test(name) && !isAllowed(name);
      // Names may be data, such as ids; then memory starts anew.
      if (known.size >= NAMES_REMEMBERED) known.clear();
      if (name.length <= 256) known.set(name, secret);
    }
    return secret;
  };
}

function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_. ]/g, '');
}
