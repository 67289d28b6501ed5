import type { Envelope } from './encode-envelope.js';
import { ProtoWriter } from './proto-writer.js';
import { varintBytes } from './varint-bytes.js';

/** The items of one scope: chunks of bytes, each one or more whole items as the encoders append them. */
export interface ScopeItems {
  readonly scope: Envelope;
  readonly items: readonly Uint8Array[];
}

/** The scopes of one resource. */
export interface ResourceItems {
  readonly resource: Envelope;
  readonly scopes: readonly ScopeItems[];
}

const RESOURCE_ENTRY = 0x0a;
const SCOPE_ENTRY = 0x12;

/**
 * Puts encoded items into one export request, `ResourceSpans { resource, scope_spans[{ scope, spans }] }` and the same for logs
 * and metrics, which have the same field numbers. The result is a copy of its own: the items' buffers are free afterwards.
 */
export function assembleRequest(resources: readonly ResourceItems[]): Uint8Array {
  let total = 0;
  for (const entry of resources) total += framed(resourceBytes(entry));
  const writer = new ProtoWriter(total);
  for (const entry of resources) {
    writer.uint(RESOURCE_ENTRY, resourceBytes(entry));
    writer.append(entry.resource.head);
    for (const scope of entry.scopes) appendScope(writer, scope);
    writer.append(entry.resource.tail);
  }
  return writer.view();
}

function appendScope(writer: ProtoWriter, entry: ScopeItems): void {
  writer.uint(SCOPE_ENTRY, scopeBytes(entry));
  writer.append(entry.scope.head);
  for (const chunk of entry.items) writer.append(chunk);
  writer.append(entry.scope.tail);
}

function resourceBytes(entry: ResourceItems): number {
  let bytes = entry.resource.head.length + entry.resource.tail.length;
  for (const scope of entry.scopes) bytes += framed(scopeBytes(scope));
  return bytes;
}

function scopeBytes(entry: ScopeItems): number {
  let bytes = entry.scope.head.length + entry.scope.tail.length;
  for (const chunk of entry.items) bytes += chunk.length;
  return bytes;
}

function framed(bytes: number): number {
  return 1 + varintBytes(bytes) + bytes;
}
