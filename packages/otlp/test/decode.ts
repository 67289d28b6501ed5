import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';

const { root } = protobuf.parse(readFileSync(new URL('./otlp.proto', import.meta.url), 'utf8'));

// biome-ignore lint/suspicious/noExplicitAny: the decoder's plain objects have no types, and the tests state the exact values they expect.
type Plain = any;

/** Decodes one OTLP message with protobufjs: 64-bit integers as text, bytes as Buffers, absent fields absent. */
export function decode(type: string, bytes: Uint8Array): Plain {
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: String, arrays: false, oneofs: false });
}

/** Encodes one OTLP message with protobufjs. */
export function encode(type: string, message: object): Uint8Array {
  return root.lookupType(type).encode(root.lookupType(type).fromObject(message)).finish();
}

/** Gives attributes as a record from key to decoded `AnyValue`. */
export function byKey(attributes: { key?: string; value: Plain }[] | undefined): Record<string, Plain> {
  return Object.fromEntries((attributes ?? []).map(({ key = '', value }) => [key, value]));
}
