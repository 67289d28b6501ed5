import type { SpanContext } from '@opentelemetry/api';
import { reportOnce } from '../report-once.js';

/** Names the three fields that lead from a line to its span; a name that is left out keeps its default. */
export interface TraceFieldNames {
  /** @default 'trace_id' */
  readonly traceId?: string;
  /** @default 'span_id' */
  readonly spanId?: string;
  /** @default 'trace_flags' */
  readonly traceFlags?: string;
}

/**
 * Names a set of fields that a backend looks up by itself.
 *
 * - `otel`: `trace_id`, `span_id`, `trace_flags` (two hex digits), see
 *   https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/
 * - `loki`, `splunk`: the same names, which is what Grafana and Splunk Observability Cloud look up
 * - `ecs`: `trace.id`, `span.id`, see https://www.elastic.co/docs/reference/ecs/ecs-tracing
 * - `datadog`: `dd.trace_id` (the lower 64 bits) and `dd.span_id`, both decimal
 * - `gcp`: `logging.googleapis.com/trace`, `/spanId` and `/trace_sampled` (boolean), see
 *   https://docs.cloud.google.com/logging/docs/structured-logging; `gcp:my-project` names the trace `projects/my-project/traces/<id>`,
 *   by which the console finds it in that project
 */
export type TraceFieldPreset = 'datadog' | 'ecs' | 'gcp' | `gcp:${string}` | 'loki' | 'otel' | 'splunk';

export interface TraceField {
  readonly key: string;
  readonly format: (spanContext: SpanContext) => string | boolean;
  /** Whether a text may have other characters than digits and letters, which JSON has to escape. */
  readonly isFree?: true;
}

const traceId = (spanContext: SpanContext): string => spanContext.traceId;
const spanId = (spanContext: SpanContext): string => spanContext.spanId;
const traceFlags = ({ traceFlags: flags }: SpanContext): string => (flags === 1 ? '01' : (flags & 0xff).toString(16).padStart(2, '0'));
const sampled = (spanContext: SpanContext): boolean => (spanContext.traceFlags & 1) === 1;
const decimal = (hex: string): string => BigInt(`0x${hex}`).toString();

function named(names: TraceFieldNames): readonly TraceField[] {
  return [
    { key: names.traceId ?? 'trace_id', format: traceId },
    { key: names.spanId ?? 'span_id', format: spanId },
    { key: names.traceFlags ?? 'trace_flags', format: traceFlags },
  ];
}

function gcp(trace: TraceField['format']): readonly TraceField[] {
  return [
    { key: 'logging.googleapis.com/trace', format: trace, isFree: true },
    { key: 'logging.googleapis.com/spanId', format: spanId },
    { key: 'logging.googleapis.com/trace_sampled', format: sampled },
  ];
}

const otel = named({});

const presets: ReadonlyMap<string, readonly TraceField[]> = new Map<TraceFieldPreset, readonly TraceField[]>([
  ['otel', otel],
  ['loki', otel],
  ['splunk', otel],
  [
    'ecs',
    [
      { key: 'trace.id', format: traceId },
      { key: 'span.id', format: spanId },
    ],
  ],
  [
    'datadog',
    [
      { key: 'dd.trace_id', format: (spanContext): string => decimal(spanContext.traceId.slice(16)) },
      { key: 'dd.span_id', format: (spanContext): string => decimal(spanContext.spanId) },
    ],
  ],
  ['gcp', gcp(traceId)],
]);

/** Turns the setting into fields; a preset that doesn't exist is reported, and the OpenTelemetry names are used. */
export function resolveTraceFields(setting: TraceFieldNames | TraceFieldPreset = 'otel'): readonly TraceField[] {
  if (typeof setting === 'object') return named(setting);
  const project = /^gcp:(.+)$/.exec(setting)?.[1];
  if (project !== undefined) return gcp(({ traceId }) => `projects/${project}/traces/${traceId}`);
  const preset = presets.get(setting);
  if (preset) return preset;
  reportOnce(
    '@telewright/logs',
    `expected fields to be one of ${[...presets.keys()].join(', ')}, gcp:<project>, got ${JSON.stringify(setting)}; using otel`,
  );
  return otel;
}
