import { reportOnce } from './report-once.js';

/** A pino logger as its own code sees it: most of what makes a line is kept under symbols. */
export interface PinoInstance {
  readonly levels?: { readonly labels?: Readonly<Record<number, string>> };
  [internal: symbol]: unknown;
}

/** What pino publishes for a line on `tracing:pino_asJson`: `_asJson`'s arguments are the merge object, message, level number and time. */
export interface PinoLine {
  readonly instance: PinoInstance;
  readonly arguments: readonly [merge: unknown, message: unknown, level: number, time: string];
  /** The line as text, with its line end; absent at `start` and when writing it threw. */
  readonly result?: unknown;
  [mark: symbol]: unknown;
}

/** pino's own symbols, one set per loaded copy of pino. */
export interface PinoSymbols {
  readonly chindings: symbol;
  readonly end: symbol;
  /** Absent before 8.3, where it is `err`. */
  readonly errorKey: symbol | undefined;
  readonly lsCache: symbol;
  readonly messageKey: symbol;
  readonly mixin: symbol;
  readonly nestedKey: symbol;
  readonly stream: symbol;
}

/** Symbols that pino publishes through the global registry. */
export const formattersSymbol: unique symbol = Symbol.for('pino.formatters');
export const hooksSymbol: unique symbol = Symbol.for('pino.hooks');

const names = ['chindings', 'end', 'lsCache', 'messageKey', 'mixin', 'nestedKey', 'stream'] as const;

const symbolsByCopy = new WeakMap<object, PinoSymbols | null>();
let lastCopy: unknown;
let lastSymbols: PinoSymbols | null = null;

/**
 * Finds pino's internal symbols on a logger. pino exports them only from its own module, which a bundled service doesn't expose, so
 * they are found by their description, which minifiers keep.
 *
 * @returns `null`, reported once, for a pino that keeps its lines differently.
 */
export function symbolsOf(instance: PinoInstance): PinoSymbols | null {
  // Every copy of pino has one class, and every logger of that copy inherits it.
  const copy = instance.constructor;
  if (copy === lastCopy) return lastSymbols;
  let symbols = symbolsByCopy.get(copy);
  if (symbols === undefined) {
    symbols = findSymbols(instance);
    symbolsByCopy.set(copy, symbols);
  }
  lastCopy = copy;
  lastSymbols = symbols;
  return symbols;
}

/** Gives the logger that was made with a stream; its children inherit it. */
export function rootOf(instance: PinoInstance, symbols: PinoSymbols): PinoInstance {
  let root = instance;
  while (!Object.hasOwn(root, symbols.stream)) root = Object.getPrototypeOf(root) as PinoInstance;
  return root;
}

function findSymbols(instance: PinoInstance): PinoSymbols | null {
  const found = new Map<string | undefined, symbol>();
  for (let object: object | null = instance; object; object = Object.getPrototypeOf(object)) {
    for (const symbol of Object.getOwnPropertySymbols(object)) found.set(symbol.description, symbol);
  }
  const missing = names.filter((name) => !found.has(`pino.${name}`));
  if (missing.length === 0) {
    return Object.fromEntries([...names, 'errorKey'].map((name) => [name, found.get(`pino.${name}`)])) as unknown as PinoSymbols;
  }
  reportOnce(
    `this version of pino has no ${missing.map((name) => `pino.${name}`).join(', ')}; its lines are left as they are, use pino(correlate({ ... }))`,
  );
  return null;
}
