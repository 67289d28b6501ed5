import type { ResourceMessage, ScopeMessage } from '../schema/common-schema.js';
import { type Attributes, toAttributes } from './any-value.js';

/** The entity that produced the telemetry. */
export interface ReceivedResource {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly schemaUrl?: string;
}

/** The instrumentation that produced the telemetry. */
export interface ReceivedScope {
  readonly name: string;
  readonly version?: string;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
}

/** What all items of one scope in one request share. */
export interface ReceivedOrigin {
  readonly resource: ReceivedResource;
  readonly scope: ReceivedScope;
  /** The schema of the items themselves; the resource has its own. */
  readonly schemaUrl?: string;
}

export function toResource(message: ResourceMessage | undefined, schemaUrl: string): ReceivedResource {
  return {
    attributes: toAttributes(message?.attributes ?? []),
    droppedAttributesCount: message?.droppedAttributesCount ?? 0,
    ...(schemaUrl !== '' && { schemaUrl }),
  };
}

export function toOrigin(resource: ReceivedResource, scope: ScopeMessage | undefined, schemaUrl: string): ReceivedOrigin {
  return {
    resource,
    scope: {
      name: scope?.name ?? '',
      ...(scope !== undefined && scope.version !== '' && { version: scope.version }),
      attributes: toAttributes(scope?.attributes ?? []),
      droppedAttributesCount: scope?.droppedAttributesCount ?? 0,
    },
    ...(schemaUrl !== '' && { schemaUrl }),
  };
}
