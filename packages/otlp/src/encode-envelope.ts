import { type AttributesData, writeAttributes } from './any-value.js';
import { ProtoWriter } from './proto-writer.js';

/** What telemetry says about its origin; an SDK's `Resource` is one. */
export interface ResourceData {
  readonly attributes: AttributesData;
  readonly schemaUrl?: string;
  /** Whether attributes are still being detected: such a resource is not remembered in its encoded form. */
  readonly asyncAttributesPending?: boolean;
}

/** The library that recorded an item; an SDK's `InstrumentationScope` is one. */
export interface ScopeData {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
  readonly attributes?: AttributesData;
  readonly droppedAttributesCount?: number;
}

/** A resource or a scope in encoded form: the bytes before and after what it contains. They are the same for all signals. */
export interface Envelope {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

const RESOURCE_OR_SCOPE = 0x0a;
const SCHEMA_URL = 0x1a;
const RESOURCE_ATTRIBUTES = 0x0a;
const SCOPE_NAME = 0x0a;
const SCOPE_VERSION = 0x12;
const SCOPE_ATTRIBUTES = 0x1a;
const SCOPE_DROPPED_ATTRIBUTES_COUNT = 0x20;

/** Encodes a resource once, for use in any number of requests. */
export function encodeResource(resource: ResourceData): Envelope {
  const writer = new ProtoWriter(1024);
  const mark = writer.open(RESOURCE_OR_SCOPE, 2);
  writeAttributes(writer, RESOURCE_ATTRIBUTES, resource.attributes);
  writer.close(mark, 2);
  return envelope(writer, resource.schemaUrl);
}

/** Encodes an instrumentation scope once, for use in any number of requests. */
export function encodeScope(scope: ScopeData): Envelope {
  const writer = new ProtoWriter(128);
  const mark = writer.open(RESOURCE_OR_SCOPE, 1);
  if (scope.name) writer.string(SCOPE_NAME, scope.name);
  if (scope.version) writer.string(SCOPE_VERSION, scope.version);
  if (scope.attributes) writeAttributes(writer, SCOPE_ATTRIBUTES, scope.attributes);
  if (scope.droppedAttributesCount) {
    writer.uint(SCOPE_DROPPED_ATTRIBUTES_COUNT, scope.droppedAttributesCount);
  }
  writer.close(mark, 1);
  return envelope(writer, scope.schemaUrl);
}

function envelope(writer: ProtoWriter, schemaUrl: string | undefined): Envelope {
  const split = writer.position;
  if (schemaUrl) writer.string(SCHEMA_URL, schemaUrl);
  const bytes = new Uint8Array(writer.view());
  return { head: bytes.subarray(0, split), tail: bytes.subarray(split) };
}
