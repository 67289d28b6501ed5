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
  'password confirm',
  'password plain',
  'password value',
  'passwd',
  'passphrase',
  'passcode',
  'secret',
  'secret value',
  'token',
  'token value',
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
  'connect sid',
  'jsessionid',
  'phpsessid',
];

/** Names too short or too common to be looked for inside of others: a word of their own, as in `user_pin`, but not in `mapping`. */
const words = ['apikey', 'bearer', 'cvc', 'cvv', 'jwt', 'otp', 'pass', 'pin', 'pwd', 'ssn'];

const strictEnds = ['auth', 'session', 'session id', 'signature', 'birthday', 'birth date', 'first name', 'last name', 'full name'];
const strictWords = ['address', 'dob', 'email', 'iban', 'mail', 'mobile', 'phone', 'sid', 'street', 'telephone'];

/** What may close a name in a form or a query: `user[password]`, `tokens[]`, `tokens[0]`, and the same in percent-encoding. */
export const BRACKETS = '(?:\\]|%5D)?(?:(?:\\[|%5B)\\d{0,4}(?:\\]|%5D))?';

/** Stands for {@link WORD_START}; no name has it. */
const START = '<';

/** What {@link namesOf} gives for the default, which would be the largest single part of what is allocated when a service starts. */
export const DEFAULT_NAMES: string =
  '(?:(?:passwor|(?:pass|<p)w|(?:(?:connect[-_. ]?|phpses)s|jsession)i)d|password[-_. ]?hash|(?:(?:password[-_. ]?confirm|authoriz)atio|(?:password[-_. ]?pla|<p)i|toke|<ss)n|password[-_. ]?confirm|(?:(?:password|secret|token)[-_. ]?valu|passphras|passcod|cooki)e|(?:secre|<jw)t|credential|(?:(?:api|access|(?:(?:accou|clie)n|secre)t|(?:encry|subscri)ption|master|private|shared|signing)[-_. ]?|<api)key|(?:card[-_. ]?numb|<bear)er|<cvc|<cvv|<otp|<pass)';

/** The sources of two regular expressions for the names of secrets, to be used without regard to case. */
export interface KeyWords {
  /** Matches the end of a secret's name. */
  readonly exact: string;
  /** Finds, in front of a `=`, `:` or `%3D`, the end of what may be one; cheaper, and never less than `exact`. */
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
  const all = preset === 'default' && own.length === 0 ? DEFAULT_NAMES : namesOf(preset, own);
  const exact = all.replaceAll(START, WORD_START);
  const anywhere = all.replaceAll(START, '');
  return {
    exact: strict ? `(?:${exact}${tail}|${sourceOf(treeOf([...ends, ...strictEnds]))}[\\w.-]{0,32})${BRACKETS}` : exact + tail + BRACKETS,
    // Going back over the rest of a name from every colon would cost more than looking for the word.
    hint: strict ? anywhere : `[=:%](?<=${anywhere}${tail}${BRACKETS}\\\\*["']? ?[=:%])`,
  };
}

/**
 * Gives what the preset `default` and names of the user's end in, in small letters; `undefined` where one of them has no end of three letters
 * that are plain ones.
 */
export function wordEnds(own: readonly string[]): string[] | undefined {
  const lastWords = [...ends, ...words, ...own].map(
    (name) =>
      name
        .match(/[\p{L}\p{N}]+/gu)
        ?.at(-1)
        ?.toLowerCase() ?? '',
  );
  return lastWords.every((word) => /[a-z]{3}$/.test(word)) ? lastWords : undefined;
}

/** Gives the source of an expression for the ends of names; {@link START} stands where a word has to begin. */
export function namesOf(preset: RedactionPreset, own: readonly string[]): string {
  const strict = preset === 'strict';
  const root = treeOf([...(preset === 'off' ? [] : ends), ...(strict ? strictEnds : [])]);
  for (const name of [...(preset === 'off' ? [] : words), ...(strict ? strictWords : []), ...own]) add(root, [START, ...wordsOf(name)]);
  return sourceOf(root);
}

function treeOf(names: readonly string[]): Node {
  const root: Node = new Map();
  for (const name of names) add(root, wordsOf(name));
  return root;
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
