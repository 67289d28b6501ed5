import { writeAttributes } from './any-value.js';
import type { LogRecordData, MetricsData, ResourceData, ScopeData, SpanData } from './items.js';
import { writeLogRecord } from './log-record-encoder.js';
import { writeMetric } from './metric-encoder.js';
import { writeSpan } from './span-encoder.js';
import { Writer } from './writer.js';

type Write<T> = (writer: Writer, item: T) => void;

const writer = new Writer();

/** Encodes ended spans as an `ExportTraceServiceRequest` in protobuf. */
export function encodeTraces(spans: readonly SpanData[]): Uint8Array {
  return encode(() => writeGrouped(spans, writeSpan));
}

/** Encodes log records as an `ExportLogsServiceRequest` in protobuf. */
export function encodeLogs(records: readonly LogRecordData[]): Uint8Array {
  return encode(() => writeGrouped(records, writeLogRecord));
}

/** Encodes collected metrics as an `ExportMetricsServiceRequest` in protobuf. */
export function encodeMetrics({ resource, scopeMetrics }: MetricsData): Uint8Array {
  return encode(() =>
    writeResource(
      resource,
      scopeMetrics.map(({ scope, metrics }) => [scope, metrics] as const),
      writeMetric,
    ),
  );
}

/** The writer is shared, because encoding is synchronous; what a failed encoding left behind is thrown away. */
function encode(write: () => void): Uint8Array {
  try {
    write();
    return writer.take();
  } catch (error) {
    writer.clear();
    throw error;
  }
}

function writeGrouped<T extends SpanData | LogRecordData>(items: readonly T[], write: Write<T>): void {
  const resources = new Map<ResourceData, Map<ScopeData, T[]>>();
  for (const item of items) {
    const scopes = resources.get(item.resource) ?? new Map<ScopeData, T[]>();
    if (scopes.size === 0) resources.set(item.resource, scopes);
    const group = scopes.get(item.instrumentationScope);
    if (group) group.push(item);
    else scopes.set(item.instrumentationScope, [item]);
  }
  for (const [resource, scopes] of resources) writeResource(resource, scopes, write);
}

function writeResource<T>(resource: ResourceData, scopes: Iterable<readonly [ScopeData, readonly T[]]>, write: Write<T>): void {
  const at = writer.open(1);
  const resourceAt = writer.open(1);
  writeAttributes(writer, 1, resource.attributes);
  writer.close(resourceAt);
  for (const [scope, items] of scopes) writeScope(scope, items, write);
  if (resource.schemaUrl) writer.text(3, resource.schemaUrl);
  writer.close(at);
}

function writeScope<T>(scope: ScopeData, items: readonly T[], write: Write<T>): void {
  const at = writer.open(2);
  const scopeAt = writer.open(1);
  writer.text(1, scope.name);
  if (scope.version) writer.text(2, scope.version);
  if (scope.attributes) writeAttributes(writer, 3, scope.attributes);
  writer.close(scopeAt);
  for (const item of items) {
    const itemAt = writer.open(2);
    write(writer, item);
    writer.close(itemAt);
  }
  if (scope.schemaUrl) writer.text(3, scope.schemaUrl);
  writer.close(at);
}
