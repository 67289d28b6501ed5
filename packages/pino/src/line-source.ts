import { type Logger, type LoggerProvider, logs } from '@opentelemetry/api';
import { parseFields } from './bindings-reader.js';
import { sendsByItself } from './foreign-sending.js';
import { isPlainLevel, type LineKeys } from './log-record.js';
import type { Level, LoggerFacts } from './logger-facts.js';
import type { SelfEncodingLogRecord } from './otlp-types.js';
import { type PinoInstance, rootOf } from './pino-internals.js';

const DEFAULT_SCOPE = '@telewright/pino';

/** A logger of `@telewright/recorder`; it tells whether there is nothing left to do for a record. */
interface SelfEncodingLogger extends Logger {
  emitSelfEncoding?(record: SelfEncodingLogRecord): boolean;
  /** Tells whether `release` will be called before anything is sent, so that records may be held back until then. */
  holdBack?(held: { release(): void }): boolean;
}

/** What is the same for all lines of a logger and its children. */
export interface LineSource {
  readonly provider: LoggerProvider;
  readonly logger: SelfEncodingLogger;
  readonly scope: string;
  readonly sentByOthers: boolean;
  /** By what is written for the level; a service has a handful of them. */
  readonly keys: Map<string, LineKeys>;
  /** Those that were asked for last, and for what. */
  lastKeys: LineKeys | undefined;
  lastLevelText: string;
}

/** Finds where the lines of a logger go. */
export class LineSources {
  readonly #provider: LoggerProvider | undefined;
  readonly #sources = new WeakMap<PinoInstance, LineSource>();
  #lastLogger: LoggerFacts | undefined;
  #lastSource: LineSource | undefined;

  constructor(provider: LoggerProvider | undefined) {
    this.#provider = provider;
  }

  of(logger: LoggerFacts): LineSource {
    const provider = this.#provider ?? logs.getLoggerProvider();
    // The global provider may be registered after the first line.
    if (logger !== this.#lastLogger || this.#lastSource?.provider !== provider) {
      this.#lastSource = this.#find(logger, provider);
      this.#lastLogger = logger;
    }
    return this.#lastSource;
  }

  #find({ instance, symbols }: LoggerFacts, provider: LoggerProvider): LineSource {
    const root = rootOf(instance, symbols);
    let source = this.#sources.get(root);
    if (source?.provider !== provider) {
      const { name } = parseFields(root[symbols.chindings] as string);
      const scope = typeof name === 'string' && name !== '' ? name : DEFAULT_SCOPE;
      source = {
        provider,
        logger: provider.getLogger(scope),
        scope,
        sentByOthers: sendsByItself(root[symbols.stream]),
        keys: new Map(),
        lastKeys: undefined,
        lastLevelText: '',
      };
      this.#sources.set(root, source);
    }
    return source;
  }
}

/** Gives how a logger names what isn't just a field of a line. */
export function keysOf({ text: levelText }: Level, logger: LoggerFacts, source: LineSource): LineKeys {
  if (source.lastKeys === undefined || levelText !== source.lastLevelText) {
    source.lastKeys = source.keys.get(levelText) ?? learnKeys(levelText, logger, source);
    source.lastLevelText = levelText;
  }
  return source.lastKeys;
}

function learnKeys(levelText: string, { instance, symbols }: LoggerFacts, { scope, keys }: LineSource): LineKeys {
  const names = {
    scope,
    messageKey: instance[symbols.messageKey] as string,
    errorKey: symbols.errorKey === undefined ? 'err' : (instance[symbols.errorKey] as string),
    nestedKey: (instance[symbols.nestedKey] as string | null | undefined) ?? undefined,
    // What pino writes for a level is `{"level":30`.
    level: parseFields(levelText) as LineKeys['level'],
  };
  const learned = { ...names, isPlain: isPlainLevel(names) };
  keys.set(levelText, learned);
  return learned;
}
