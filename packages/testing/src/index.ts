export type { Answer } from './answers.js';
export type { AnyValue, AttributeMap } from './any-value.js';
export { decodeLogs, decodeMetrics, decodeTraces } from './decode.js';
export type {
  ReceivedEvent,
  ReceivedItem,
  ReceivedLink,
  ReceivedLogRecord,
  ReceivedMetric,
  ReceivedPoint,
  ReceivedResource,
  ReceivedScope,
  ReceivedSpan,
} from './received.js';
export { type ReceivedRequest, type Receiver, type ReceiverOptions, startReceiver } from './receiver.js';
export { type TraceNode, traceTree } from './trace-tree.js';
export type { WaitOptions } from './waiters.js';
export type { Signal } from './wire.js';
