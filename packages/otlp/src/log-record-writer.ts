import { type AttributesData, writeAttributes } from './any-value.js';
import { beginLogRecord, endLogRecord, LOG_ATTRIBUTES } from './encode-log-record.js';
import { type FieldUse, FieldUses } from './field-uses.js';
import { JsonFields } from './json-fields.js';
import { ProtoWriter } from './proto-writer.js';
import type { SpanContextData, TimeData } from './span-context.js';

/** A log record that encodes itself from what its source has, without becoming an object of attributes before. */
export interface SelfEncodingLogRecord {
  /** 1 (trace) to 24 (fatal 4). */
  readonly severityNumber: number;
  /** The span it belongs to, if that is a valid one. */
  readonly spanContext: SpanContextData | undefined;
  /** Writes the record, and tells whether it could: where not, it has to be emitted in the usual way. */
  encode(to: LogRecordWriter): boolean;
}

/** More attributes are for a recorder, which drops and counts them. */
const MAX_ATTRIBUTES = 128;

/** Writes a log record from parts that are text or bytes already. */
export class LogRecordWriter {
  readonly #fields = new JsonFields();
  #writer = new ProtoWriter(0);
  #mark = 0;
  #attributes = 0;

  /** Says where the next record goes. */
  attach(writer: ProtoWriter): void {
    this.#writer = writer;
  }

  begin(time: TimeData, severityNumber: number, severityText: string | undefined): void {
    this.#attributes = 0;
    this.#mark = beginLogRecord(this.#writer, time, severityNumber, severityText);
  }

  /** Adds attributes that are encoded already, by {@link encodeAttributes}. */
  addEncoded(attributes: Uint8Array, count: number): void {
    this.#writer.append(attributes);
    this.#attributes += count;
  }

  /** Adds fields of JSON text, `,"a":1,"b":{}`, as attributes and body. Gives up on what is unusual, and on more than 128 attributes. */
  addFields(json: Buffer, from: number, to: number, uses: FieldUses): boolean {
    const count = this.#fields.write(this.#writer, json, from, to, uses);
    this.#attributes += count;
    return count >= 0 && this.#attributes <= MAX_ATTRIBUTES;
  }

  end(spanContext: SpanContextData | undefined, observed: TimeData): void {
    endLogRecord(this.#writer, this.#mark, spanContext, observed, undefined);
  }

  /** Makes what {@link addFields} takes. */
  createFieldUses(useOf: (key: string) => FieldUse): FieldUses {
    return new FieldUses(useOf);
  }

  /** Encodes attributes that many records have in common. */
  encodeAttributes(attributes: AttributesData): Uint8Array {
    const writer = new ProtoWriter(256);
    writeAttributes(writer, LOG_ATTRIBUTES, attributes);
    return new Uint8Array(writer.view());
  }
}
