export { decodeLogs, decodeMetrics, decodeTraces } from './decode.js';
export type { Answer, ChooseAnswer } from './http/answer.js';
export type { ArrivedRequest, ReceivedRequest, Signal } from './http/received-request.js';
export type { PartialSuccess } from './http/response-body.js';
export type { AnyValue, Attributes } from './received/any-value.js';
export type { ReceivedLogRecord } from './received/received-log-record.js';
export type { ReceivedMetric, ReceivedMetricData, Temporality } from './received/received-metric.js';
export type { ReceivedOrigin, ReceivedResource, ReceivedScope } from './received/received-origin.js';
export type {
  ReceivedBuckets,
  ReceivedExemplar,
  ReceivedExponentialHistogramPoint,
  ReceivedHistogramPoint,
  ReceivedNumberPoint,
  ReceivedPoint,
  ReceivedSummaryPoint,
} from './received/received-point.js';
export type { ReceivedSpan, ReceivedSpanEvent, ReceivedSpanLink } from './received/received-span.js';
export { type Receiver, type ReceiverOptions, startReceiver } from './receiver.js';
export { type TraceNode, traceTree } from './trace-tree.js';
export type { WaitOptions } from './wait-for.js';
