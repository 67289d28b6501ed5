import type { AnyValue, HrTime, SpanContext } from '@opentelemetry/api';
import type { SpanFields } from '@telewright/logs';
import { parseFields } from './bindings-reader.js';
import type { LineText } from './line-text.js';
import type { LineTime } from './line-time.js';
import { isSaidElsewhere, type LineKeys } from './log-record.js';
import type { FieldUse, FieldUses, LogRecordWriter, SelfEncodingLogRecord } from './otlp-types.js';
import type { WaitingLine } from './waiting-line.js';

/** Names that bindings have for what the resource and the scope say. */
const OF_PROCESS: readonly string[] = ['pid', 'hostname', 'name'];
/** Names that mean something wherever they stand in a line, or that no attribute may have. */
const MEANINGFUL: readonly string[] = [...OF_PROCESS, 'event.name', '__proto__', ''];

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
  #from = 0;
  #to = 0;
  #bindingsText = '';
  #keys: LineKeys | undefined;
  #time: LineTime | undefined;
  #span: SpanFields | undefined;
  #uses: FieldUses | undefined;
  #markedKeys: LineKeys | undefined;
  #bindings: EncodedBindings | undefined;
  // A few levels take turns, and each may have other names.
  readonly #bindingsByKeys = new WeakMap<LineKeys, EncodedBindings>();

  constructor(text: LineText) {
    this.#text = text;
  }

  /** Tells whether a line with these keys and this time may be encoded. */
  static takes(keys: LineKeys, time: LineTime): boolean {
    return keys.nestedKey === undefined && keys.isPlain && time.isPlain;
  }

  /** Takes what is known of a line whose text is still there. */
  set({ keys, time, level, open, seconds, nanos, from, to }: WaitingLine): void {
    const { fields } = open;
    this.#from = from;
    this.#to = to;
    this.#bindingsText = open.bindings;
    this.#keys = keys;
    this.#time = time;
    this.#span = fields;
    this.#observed[0] = seconds;
    this.#observed[1] = nanos;
    this.spanContext = fields?.spanContext;
    this.severityNumber = level.severityNumber;
    this.severityText = level.name;
  }

  encode(to: LogRecordWriter): boolean {
    const bindings = this.#readBindings(to);
    if (bindings.attributes === undefined) return false;
    to.begin((this.#time as LineTime).timestamp ?? this.#observed, this.severityNumber, this.severityText);
    if (bindings.count > 0) to.addEncoded(bindings.attributes, bindings.count);
    if (!to.addFields(this.#text.json, this.#from, this.#to, this.#uses as FieldUses)) return false;
    to.end(this.spanContext, this.#observed);
    return true;
  }

  #readBindings(to: LogRecordWriter): EncodedBindings {
    const keys = this.#keys as LineKeys;
    const text = this.#bindingsText;
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
