import { MessageType, message, messages, one } from '../message/message-type.js';
import { enumeration } from '../message/number-scalars.js';
import { bool, string } from '../message/scalar.js';
import { type KeyValueMessage, keyValue, type ResourceMessage, resource, type ScopeMessage, scope } from './common-schema.js';
import {
  type ExponentialHistogramPointMessage,
  exponentialHistogramPoint,
  type HistogramPointMessage,
  histogramPoint,
  type NumberPointMessage,
  numberPoint,
  type SummaryPointMessage,
  summaryPoint,
} from './data-point-schema.js';

// The messages of opentelemetry-proto's metrics.proto and metrics_service.proto.

export const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'] as const;

interface Points<P> {
  readonly dataPoints: readonly P[];
}

interface AggregatedPoints<P> extends Points<P> {
  readonly aggregationTemporality: number;
}

interface SumMessage extends AggregatedPoints<NumberPointMessage> {
  readonly isMonotonic: boolean;
}

export interface MetricMessage {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly gauge: Points<NumberPointMessage> | undefined;
  readonly sum: SumMessage | undefined;
  readonly histogram: AggregatedPoints<HistogramPointMessage> | undefined;
  readonly exponentialHistogram: AggregatedPoints<ExponentialHistogramPointMessage> | undefined;
  readonly summary: Points<SummaryPointMessage> | undefined;
  readonly metadata: readonly KeyValueMessage[];
}

interface ScopeMetricsMessage {
  readonly scope: ScopeMessage | undefined;
  readonly metrics: readonly MetricMessage[];
  readonly schemaUrl: string;
}

interface ResourceMetricsMessage {
  readonly resource: ResourceMessage | undefined;
  readonly scopeMetrics: readonly ScopeMetricsMessage[];
  readonly schemaUrl: string;
}

export interface MetricsRequestMessage {
  readonly resourceMetrics: readonly ResourceMetricsMessage[];
}

const temporality = enumeration('AGGREGATION_TEMPORALITY_', TEMPORALITIES);

const gauge = new MessageType<Points<NumberPointMessage>>('Gauge', { dataPoints: messages(1, () => numberPoint) });

const sum = new MessageType<SumMessage>('Sum', {
  dataPoints: messages(1, () => numberPoint),
  aggregationTemporality: one(2, temporality),
  isMonotonic: one(3, bool),
});

const histogram = new MessageType<AggregatedPoints<HistogramPointMessage>>('Histogram', {
  dataPoints: messages(1, () => histogramPoint),
  aggregationTemporality: one(2, temporality),
});

const exponentialHistogram = new MessageType<AggregatedPoints<ExponentialHistogramPointMessage>>('ExponentialHistogram', {
  dataPoints: messages(1, () => exponentialHistogramPoint),
  aggregationTemporality: one(2, temporality),
});

const summary = new MessageType<Points<SummaryPointMessage>>('Summary', { dataPoints: messages(1, () => summaryPoint) });

const metric = new MessageType<MetricMessage>('Metric', {
  name: one(1, string),
  description: one(2, string),
  unit: one(3, string),
  gauge: message(5, () => gauge, 'data'),
  sum: message(7, () => sum, 'data'),
  histogram: message(9, () => histogram, 'data'),
  exponentialHistogram: message(10, () => exponentialHistogram, 'data'),
  summary: message(11, () => summary, 'data'),
  metadata: messages(12, () => keyValue),
});

const scopeMetrics = new MessageType<ScopeMetricsMessage>('ScopeMetrics', {
  scope: message(1, () => scope),
  metrics: messages(2, () => metric),
  schemaUrl: one(3, string),
});

const resourceMetrics = new MessageType<ResourceMetricsMessage>('ResourceMetrics', {
  resource: message(1, () => resource),
  scopeMetrics: messages(2, () => scopeMetrics),
  schemaUrl: one(3, string),
});

export const metricsRequest: MessageType<MetricsRequestMessage> = new MessageType<MetricsRequestMessage>('ExportMetricsServiceRequest', {
  resourceMetrics: messages(1, () => resourceMetrics),
});
