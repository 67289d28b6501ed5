import { boundary } from './word-boundary.js';

/** What a name that is a word of its own begins with. */
const WORD_START: string = boundary('[a-z0-9]');

/** How much is taken for a secret: nothing, what is unmistakable, or also personal data and names that only sound like a secret. */
export type RedactionPreset = 'default' | 'off' | 'strict';

/** Stands between the words of a name. */
const SEPARATOR = '[-_. ]?';

/** Ends of names whose value is a secret wherever the name stands: `dbPassword`, `x-api-key`, `refresh_token`. */
const ends = [
  'password',
  'password hash',
  'password confirmation',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credential',
  'api key',
  'access key',
  'account key',
  'client key',
  'encryption key',
  'master key',
  'private key',
  'secret key',
  'shared key',
  'signing key',
  'subscription key',
  'card number',
];

/** Names too short or too common to be looked for inside of others: a word of their own, as in `user_pin`, but not in `mapping`. */
const words = ['apikey', 'bearer', 'cvc', 'cvv', 'jwt', 'otp', 'pass', 'pin', 'pwd', 'ssn'];

const strictEnds = ['auth', 'session', 'session id', 'signature', 'birthday', 'birth date', 'first name', 'last name', 'full name'];
const strictWords = ['address', 'dob', 'email', 'iban', 'mail', 'mobile', 'phone', 'sid', 'street', 'telephone'];

/** The sources of two regular expressions for the names of secrets, to be used without regard to case. */
export interface KeyWords {
  /** Matches the end of a secret's name. */
  readonly exact: string;
  /** Finds, in front of a `=` or `:`, the end of what may be one; cheaper, and never less than `exact`. */
  readonly hint: string;
}

/**
 * Gives what the names of secrets look like. Between the words of a name there may be `-`, `_`, `.`, a space or nothing.
 *
 * @param own names of the user's, each a word or several of its own
 */
export function keyWords(preset: RedactionPreset, own: readonly string[]): KeyWords {
  const strict = preset === 'strict';
  const tail = 's?\\d{0,4}';
  const root: Node = new Map();
  if (preset !== 'off') for (const name of ends) add(root, wordsOf(name));
  if (strict) for (const name of strictEnds) add(root, wordsOf(name));
  const inside = sourceOf(root);
  for (const name of [...(preset === 'off' ? [] : words), ...(strict ? strictWords : []), ...own])
    add(root, [WORD_START, ...wordsOf(name)]);
  const all = sourceOf(root);
  return {
    exact: strict ? `(?:${all}${tail}|${inside}[\\w.-]{0,32})` : all + tail,
    // Going back over the rest of a name from every colon would cost more than looking for the word.
    hint: strict ? withoutStart(all) : `[=:](?<=${withoutStart(all)}${tail}\\\\*["']? ?[=:])`,
  };
}

function withoutStart(source: string): string {
  return source.replaceAll(WORD_START, '');
}

/** A tree of names from their last characters on, so that each character in front of a colon is looked at once for all of them. */
type Node = Map<string, Node>;

function wordsOf(name: string): string[] {
  const found = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.flatMap((word, index) => (index === 0 ? [...word] : [SEPARATOR, ...word]));
}

function add(root: Node, symbols: readonly string[]): void {
  let node = root;
  for (const symbol of symbols.toReversed()) {
    const next: Node = node.get(symbol) ?? new Map();
    node.set(symbol, next);
    node = next;
  }
  node.set('', new Map());
}

function sourceOf(node: Node): string {
  const parts = [...node].map(([symbol, child]) => (symbol === '' ? '' : sourceOf(child) + symbol));
  return parts.length === 1 ? (parts[0] as string) : `(?:${parts.join('|') || '(?!)'})`;
}
