import protobuf from 'protobufjs/light.js';
import { messages } from './schema.js';
import type { OtlpPayload, Signal } from './wire.js';

const containers: Readonly<Record<Signal, string>> = { traces: 'TracesData', metrics: 'MetricsData', logs: 'LogsData' };

let types: protobuf.Root | undefined;

/** Decodes an OTLP request in protobuf to the shape of its JSON form, with bytes as `Uint8Array` and 64-bit numbers as text. */
export function decodeProtobuf(signal: Signal, bytes: Uint8Array): OtlpPayload {
  types ??= load();
  const type = types.lookupType(containers[signal]);
  return type.toObject(type.decode(bytes), { longs: String }) as OtlpPayload;
}

function load(): protobuf.Root {
  const nested = Object.entries(messages).map(([name, fields]) => [name, message(Object.entries(fields))]);
  return protobuf.Root.fromJSON({ nested: Object.fromEntries(nested) });
}

function message(fields: readonly [string, string][]): protobuf.IType {
  const optional = fields.filter(([, definition]) => definition.includes(' optional ')).map(([name]) => [`_${name}`, { oneof: [name] }]);
  return { fields: Object.fromEntries(fields.map(field)), oneofs: Object.fromEntries(optional) };
}

function field([name, definition]: [string, string]): [string, protobuf.IField] {
  const [id, ...words] = definition.split(' ') as [string, ...string[]];
  const base = { id: Number(id), type: words.at(-1) as string };
  if (words[0] === 'repeated') return [name, { ...base, rule: 'repeated' } as protobuf.IField];
  return [name, words[0] === 'optional' ? { ...base, options: { proto3_optional: true } } : base];
}
