import type { MetricDefinition } from './metric-definition.js';

// https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/

/** What an SDK component is, such as `batching_span_processor`. */
export const ATTR_OTEL_COMPONENT_TYPE = 'otel.component.type';
/** Which component of its type it is. */
export const ATTR_OTEL_COMPONENT_NAME = 'otel.component.name';

/** The items of a signal as the names and units of the metrics call them. */
export type SdkItem = 'span' | 'log' | 'metric_data_point';

const units: Readonly<Record<SdkItem, string>> = { span: '{span}', log: '{log_record}', metric_data_point: '{data_point}' };

/** The metrics of an SDK about itself, for one kind of item. */
export interface SdkMetrics {
  readonly exported: MetricDefinition<'counter'>;
  readonly inflight: MetricDefinition<'updowncounter'>;
  readonly processed: MetricDefinition<'counter'>;
  readonly queueSize: MetricDefinition<'updowncounter'>;
  readonly queueCapacity: MetricDefinition<'updowncounter'>;
}

/** Defines `otel.sdk.exporter.*` and `otel.sdk.processor.*` for one kind of item; metric points have no processor. */
export function sdkMetrics(item: SdkItem): SdkMetrics {
  const unit = units[item];
  const counter = (name: string, description: string): MetricDefinition<'counter'> => ({ name, instrument: 'counter', unit, description });
  const level = (name: string, description: string): MetricDefinition<'updowncounter'> => ({
    name,
    instrument: 'updowncounter',
    unit,
    description,
  });
  return {
    exported: counter(`otel.sdk.exporter.${item}.exported`, 'Items for which the export has finished, successfully or not.'),
    inflight: level(`otel.sdk.exporter.${item}.inflight`, 'Items that are being exported.'),
    processed: counter(`otel.sdk.processor.${item}.processed`, 'Items for which the processing has finished, successfully or not.'),
    queueSize: level(`otel.sdk.processor.${item}.queue.size`, 'Items in the queue.'),
    queueCapacity: level(`otel.sdk.processor.${item}.queue.capacity`, 'Items that the queue can hold.'),
  };
}

/** Defines `otel.sdk.exporter.operation.duration`. */
export const OTEL_SDK_EXPORTER_OPERATION_DURATION: MetricDefinition<'histogram'> = {
  name: 'otel.sdk.exporter.operation.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of an export, from the first attempt to the last.',
};

// The conventions count items and durations, never bytes, so these stand under our own prefix.

/** The signal that bytes belong to: `traces`, `logs` or `metrics`. */
export const ATTR_TELEWRIGHT_SIGNAL = 'telewright.signal';
/** Whether bytes are counted as `encoded` or as sent on the `wire`, compressed. */
export const ATTR_TELEWRIGHT_BYTES_KIND = 'telewright.bytes.kind';

/** Defines `telewright.exporter.bytes`. */
export const TELEWRIGHT_EXPORTER_BYTES: MetricDefinition<'counter'> = {
  name: 'telewright.exporter.bytes',
  instrument: 'counter',
  unit: 'By',
  description: 'Bytes of telemetry that the Collector has taken.',
};

/** Defines `telewright.spool.usage`. */
export const TELEWRIGHT_SPOOL_USAGE: MetricDefinition<'gauge'> = {
  name: 'telewright.spool.usage',
  instrument: 'gauge',
  unit: 'By',
  description: 'Bytes of telemetry that wait on disk.',
};
