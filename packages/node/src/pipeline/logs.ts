import type { LoggerProvider } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { createLogQueue, type LogQueue, type ScopeData } from '@telewright/otlp';
import type { LogRecordSink } from '@telewright/recorder';
import { baggageToLogs } from '../baggage/copy-baggage.js';
import type { GivenProcessing } from '../settings/given-processing.js';
import type { SettingValues } from '../settings/settings.js';
import { type Delivery, queueOptions } from './delivery.js';
import { chooseRecorder } from './recorder.js';
import type { Provider, SignalPipeline } from './signal-pipeline.js';
import { consoleSink, queueSink } from './sinks.js';

/** Creates the pipeline of logs. */
export function createLogs(
  values: SettingValues,
  resource: Resource,
  delivery: Delivery,
  { logRecordProcessors }: GivenProcessing,
): SignalPipeline<LoggerProvider & Provider> {
  const { sinks, outlets } = createLogSinks(values, delivery);
  const provider = chooseRecorder(values.recorder).createLoggerProvider({
    resource,
    processors: [...baggageToLogs(values.baggageAttributes), ...logRecordProcessors],
    sinks,
    logRecordLimits: {
      attributeCountLimit: values.logRecordAttributeCountLimit,
      attributeValueLengthLimit: values.logRecordAttributeValueLengthLimit,
    },
  });
  return { provider, outlets };
}

/** Creates what takes the log records, one for each exporter. */
export function createLogSinks(values: SettingValues, delivery: Delivery): { sinks: LogRecordSink[]; outlets: LogQueue[] } {
  const outlets: LogQueue[] = [];
  const sinks = values.logsExporters.flatMap((name): LogRecordSink[] => {
    if (name === 'console') return [consoleSink(describe)];
    if (name === 'none') return [];
    const queue = createLogQueue({
      ...queueOptions(values, 'logs', delivery),
      maxItems: values.logRecordQueueSize,
      maxBatchItems: values.logRecordBatchSize,
      delayMillis: values.logRecordDelayMillis,
    });
    outlets.push(queue);
    const addSelfEncoding: LogRecordSink['addSelfEncoding'] = (record, resource, scope) =>
      queue.addSelfEncoding(record, resource, scope as ScopeData);
    return [{ ...queueSink(queue), addSelfEncoding, holdBack: (held) => queue.holdBack(held) }];
  });
  return { sinks, outlets };
}

function describe({ hrTime, severityText, severityNumber, body, attributes, eventName, spanContext }: ReadableLogRecord): unknown {
  return { hrTime, severityText, severityNumber, body, attributes, eventName, traceId: spanContext?.traceId, spanId: spanContext?.spanId };
}
