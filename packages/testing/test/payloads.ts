import { encode } from './encode.js';

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SPAN_ID = 'b7ad6b7169203331';

/** A JSON payload in which the ids, hex in OTLP/JSON, are turned to the bytes that protobuf has. */
function withIdBytes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withIdBytes);
  if (typeof json !== 'object' || json === null || json instanceof Uint8Array) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      /^(traceId|spanId|parentSpanId)$/.test(key) ? Buffer.from(value, 'hex') : withIdBytes(value),
    ]),
  );
}

/** Encodes an OTLP/JSON payload as protobuf. */
export function toProtobuf(type: 'Trace' | 'Logs' | 'Metrics', json: object): Uint8Array {
  return encode(`Export${type}ServiceRequest`, withIdBytes(json) as object);
}

/** A traces payload with spans of these names. */
export function traces(...names: string[]): { readonly resourceSpans: object[] } {
  return { resourceSpans: [{ scopeSpans: [{ spans: names.map((name) => ({ traceId: TRACE_ID, spanId: SPAN_ID, name })) }] }] };
}

/** A logs payload with records of these bodies. */
export function logs(...bodies: string[]): { readonly resourceLogs: object[] } {
  return { resourceLogs: [{ scopeLogs: [{ logRecords: bodies.map((stringValue) => ({ body: { stringValue } })) }] }] };
}

/** A metrics payload with a gauge of this name and these values. */
export function gauge(name: string, ...values: number[]): { readonly resourceMetrics: object[] } {
  const dataPoints = values.map((asDouble) => ({ asDouble, timeUnixNano: '1' }));
  return { resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name, gauge: { dataPoints } }] }] }] };
}
