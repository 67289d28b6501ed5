import {
  type Attributes,
  type Context,
  type Counter,
  context,
  type Logger,
  type LoggerOptions,
  type LoggerProvider,
  type LogRecord,
  type Meter,
  trace,
} from '@opentelemetry/api';
import type { Redactor } from '../redaction/redactor.js';
import { reportOnce } from '../report-once.js';
import { fieldOf, type RuleFacts } from '../rules/condition.js';
import type { CountRule, SamplingRule } from '../rules/log-rules.js';
import { redactRecord } from './redact-record.js';

/** On a line, and on attributes made of one: it has been sent already. Registered, as copies of this package meet. */
export const sent: unique symbol = Symbol.for('telewright.sent') as never;

/** What is done with each record before it is handed on. */
export interface RecordGuards {
  /** Takes secrets out. */
  readonly redactor?: Redactor | undefined;
  /** Lines that are counted, all of them, whether they are sent or not. */
  readonly counting?: readonly CountRule[];
  /** Makes the counters. */
  readonly meter?: Meter;
  /** Records that are left out. */
  readonly sampling?: readonly SamplingRule[];
}

type Options = NonNullable<Parameters<Logger['enabled']>[0]>;

/**
 * Puts guards before a logger provider: what goes through is counted, sampled and redacted, in this order. Without a provider lines are
 * counted only, and a logger is enabled for those that a rule may count.
 *
 * Sampling keeps or drops all lines of a trace that have one ratio, so that what is left of a trace is whole.
 */
export function guardLoggerProvider(provider: LoggerProvider | undefined, guards: RecordGuards): LoggerProvider {
  const counting = (guards.meter === undefined ? [] : (guards.counting ?? [])).map(
    (rule) => new Counting(rule, guards.meter as Meter, guards.redactor),
  );
  return {
    getLogger: (name: string, version?: string, options?: LoggerOptions) =>
      new GuardedLogger(provider?.getLogger(name, version, options), name, counting, guards),
  };
}

class GuardedLogger implements Logger {
  readonly #logger: Logger | undefined;
  readonly #scope: string;
  readonly #counting: readonly Counting[];
  readonly #sampling: readonly SamplingRule[];
  readonly #redactor: Redactor | undefined;

  constructor(logger: Logger | undefined, scope: string, counting: readonly Counting[], { sampling = [], redactor }: RecordGuards) {
    this.#logger = logger;
    this.#scope = scope;
    this.#counting = counting;
    this.#sampling = sampling;
    this.#redactor = redactor;
  }

  enabled(options?: Options): boolean {
    if (this.#counting.length === 0 && this.#sampling.length === 0) return this.#logger?.enabled(options) ?? false;
    const facts: RuleFacts = { scope: this.#scope, severityNumber: options?.severityNumber };
    // Nothing can be ruled out of a line whose severity isn't known.
    const isKnown = facts.severityNumber !== undefined;
    for (const { rule } of this.#counting) if (!isKnown || rule.condition(facts) !== false) return true;
    if (this.#logger === undefined || !this.#logger.enabled(options)) return false;
    return !isKnown || this.#isSampled(facts, options?.context) !== false;
  }

  emit(record: LogRecord): void {
    if ((record.attributes as { readonly [sent]?: true } | undefined)?.[sent] === true) return;
    const facts: RuleFacts = { scope: this.#scope, severityNumber: record.severityNumber, record };
    for (const counting of this.#counting) counting.count(facts, record);
    if (this.#logger === undefined) return;
    if (this.#sampling.length > 0 && this.#isSampled(facts, record.context) === false) return;
    this.#logger.emit(this.#redactor === undefined ? record : redactRecord(record, this.#redactor));
  }

  #isSampled(facts: RuleFacts, of: Context | undefined): boolean | undefined {
    for (const { condition, ratio } of this.#sampling) {
      const holds = condition(facts);
      if (holds === undefined) return undefined;
      if (holds) return ratio === 1 || (ratio > 0 && chance(of ?? context.active()) < ratio);
    }
    return true;
  }
}

/** Gives a number from 0 to 1: the same for all lines of a trace, whose id is random. */
function chance(of: Context): number {
  const spanContext = trace.getSpanContext(of);
  const random = spanContext === undefined ? Number.NaN : Number.parseInt(spanContext.traceId.slice(-8), 16);
  return Number.isNaN(random) ? Math.random() : random / 2 ** 32;
}

class Counting {
  readonly rule: CountRule;
  readonly #counter: Counter;
  readonly #redactor: Redactor | undefined;
  readonly #by: readonly { readonly name: string; readonly valueIn: (facts: RuleFacts) => unknown }[];

  constructor(rule: CountRule, meter: Meter, redactor: Redactor | undefined) {
    this.rule = rule;
    this.#redactor = redactor;
    this.#counter = meter.createCounter(rule.name, { unit: rule.unit, description: 'Log lines, counted by a rule.' });
    this.#by = rule.by.map((name) => ({ name, valueIn: fieldOf(name) }));
  }

  count(facts: RuleFacts, record: LogRecord): void {
    try {
      if (this.rule.condition(facts) === true) this.#counter.add(1, this.#attributesOf(facts), record.context);
    } catch (error) {
      reportOnce('@telewright/logs', `lines could not be counted as ${this.rule.name}`, error);
    }
  }

  #attributesOf(facts: RuleFacts): Attributes {
    const attributes: Attributes = {};
    for (const { name, valueIn } of this.#by) {
      const value = valueIn(facts);
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') attributes[name] = value;
    }
    return this.#redactor === undefined ? attributes : this.#redactor.value(attributes);
  }
}
