import type { AnyValue, HrTime, SpanContext } from '@opentelemetry/api';
import type { SpanFields } from '@telewright/logs';
import { parseFields } from './bindings-reader.js';
import type { LineText } from './line-text.js';
import type { LineTime } from './line-time.js';
import { isSaidElsewhere, type LineKeys } from './log-record.js';
import type { FieldUse, FieldUses, LogRecordWriter, SelfEncodingLogRecord } from './otlp-types.js';

/** Names that bindings have for what the resource and the scope say. */
const OF_PROCESS: readonly string[] = ['pid', 'hostname', 'name'];
/** Names that mean something wherever they stand in a line, or that no attribute may have. */
const MEANINGFUL: readonly string[] = [...OF_PROCESS, 'event.name', '__proto__', ''];

/** A time that a line says is not looked up again if it is as near as this to that of the clock, and in milliseconds or finer. */
const NEAR_MILLIS = 10;
const LEAST_IN_MILLIS = 1e11;

/** What a logger's bindings are in all lines that have them. */
interface EncodedBindings {
  readonly text: string;
  readonly span: ReadonlyMap<string, number> | undefined;
  readonly timeKey: string | undefined;
  readonly names: ReadonlySet<string>;
  /** Absent where the bindings are not just attributes. */
  readonly attributes: Uint8Array | undefined;
  readonly count: number;
}

/**
 * A line as a record that encodes itself from the line's text, without parsing it. What is usual in a line is encoded so: level, time,
 * bindings and span are known, and left out of the attributes as {@link readLine} does. A line with an error, with a repeated name, or with
 * one of the few names that mean something, is left to `readLine`.
 */
export class EncodedLine implements SelfEncodingLogRecord {
  severityNumber = 0;
  severityText: string | undefined;
  spanContext: SpanContext | undefined;
  readonly #text: LineText;
  readonly #observed: HrTime = [0, 0];
  #keys: LineKeys | undefined;
  #time: LineTime | undefined;
  /** Whether a line that says the same time is observed now. */
  #isCurrent = false;
  #span: SpanFields | undefined;
  #uses: FieldUses | undefined;
  #markedKeys: LineKeys | undefined;
  #bindings: EncodedBindings | undefined;
  // A few levels take turns, and each may have other names.
  readonly #bindingsByKeys = new WeakMap<LineKeys, EncodedBindings>();

  constructor(text: LineText) {
    this.#text = text;
  }

  /** Takes what is known of the line whose text was read last; gives whether it may be encoded. */
  set(keys: LineKeys, time: LineTime, span: SpanFields | undefined): boolean {
    this.#keys = keys;
    this.#span = span;
    this.spanContext = span?.spanContext;
    if (time !== this.#time || !this.#isCurrent) this.#observe(time);
    return keys.nestedKey === undefined && keys.isPlain && time.isPlain;
  }

  /**
   * Takes note of the time that it is now. Where that is what the line says, it is the time of further lines that say the same: under load
   * there are tens of them in a millisecond, and each reading of the clock takes 60 ns.
   */
  #observe(time: LineTime): void {
    const now = Date.now();
    this.#time = time;
    this.#observed[0] = Math.floor(now / 1000);
    this.#observed[1] = (now % 1000) * 1e6;
    const { written, timestamp: [seconds, nanos] = [0, 0] } = time;
    const isFine = typeof written === 'number' && written >= LEAST_IN_MILLIS;
    this.#isCurrent = isFine && Math.abs(seconds * 1000 + nanos / 1e6 - now) < NEAR_MILLIS;
  }

  encode(to: LogRecordWriter): boolean {
    const { json, from, to: end } = this.#text;
    const bindings = this.#readBindings(to);
    if (bindings.attributes === undefined) return false;
    to.begin((this.#time as LineTime).timestamp ?? this.#observed, this.severityNumber, this.severityText);
    if (bindings.count > 0) to.addEncoded(bindings.attributes, bindings.count);
    if (!to.addFields(json, from, end, this.#uses as FieldUses)) return false;
    to.end(this.spanContext, this.#observed);
    return true;
  }

  #readBindings(to: LogRecordWriter): EncodedBindings {
    const keys = this.#keys as LineKeys;
    const text = this.#text.bindings;
    const span = this.#span?.bits;
    const timeKey = this.#time?.key;
    let bindings = this.#markedKeys === keys ? this.#bindings : this.#bindingsByKeys.get(keys);
    if (bindings === undefined || bindings.text !== text || bindings.span !== span || bindings.timeKey !== timeKey) {
      bindings = this.#encodeBindings(to, text, keys);
      this.#bindingsByKeys.set(keys, bindings);
    }
    this.#uses?.setBody(keys.messageKey);
    this.#markedKeys = keys;
    this.#bindings = bindings;
    return bindings;
  }

  #encodeBindings(to: LogRecordWriter, text: string, keys: LineKeys): EncodedBindings {
    const time = this.#time as LineTime;
    const span = this.#span;
    const fields = text === '' ? {} : (parseFields(text) as Record<string, AnyValue>);
    const names = new Set(Object.keys(fields));
    const attributes: Record<string, AnyValue> = {};
    let isPlain = (text === '' || names.size > 0) && time.key !== keys.messageKey && time.key !== 'event.name';
    for (const name of names) {
      if (!OF_PROCESS.includes(name) && this.#isMeaningful(name)) isPlain = false;
      else if (!isSaidElsewhere(name, fields[name], keys, time, span)) attributes[name] = fields[name];
    }
    this.#mark(to, names, keys);
    return {
      text,
      span: span?.bits,
      timeKey: time.key,
      names,
      attributes: isPlain ? to.encodeAttributes(attributes) : undefined,
      count: Object.keys(attributes).length,
    };
  }

  #mark(to: LogRecordWriter, names: ReadonlySet<string>, { level, errorKey }: LineKeys): void {
    this.#uses ??= to.createFieldUses((name) => this.#useOf(name));
    const time = this.#time?.key ?? '';
    const marked = [...MEANINGFUL, ...names, ...Object.keys(level), ...(this.#span?.keys ?? []), errorKey, time];
    for (const name of marked) this.#uses.mark(name);
  }

  #useOf(name: string): FieldUse {
    return this.#bindings?.names.has(name) === true || this.#isMeaningful(name) ? 'unknown' : 'attribute';
  }

  #isMeaningful(name: string): boolean {
    const { level, messageKey, errorKey } = this.#keys as LineKeys;
    return (
      name === messageKey ||
      name === errorKey ||
      name === this.#time?.key ||
      Object.hasOwn(level, name) ||
      this.#span?.bits.has(name) === true ||
      MEANINGFUL.includes(name)
    );
  }
}

/** Tells whether what is written of a level and under which names is said elsewhere in a record, and means nothing else. */
export function isPlainLevel({ level, messageKey, errorKey }: Omit<LineKeys, 'isPlain'>): boolean {
  if (Object.hasOwn(level, messageKey) || Object.hasOwn(level, errorKey) || Object.hasOwn(level, 'event.name')) return false;
  return Object.values(level).every((value) => typeof value !== 'object');
}
