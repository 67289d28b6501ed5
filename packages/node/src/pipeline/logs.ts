import type { Resource } from '@opentelemetry/resources';
import { LoggerProvider, type LogRecordProcessor, type ReadableLogRecord, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { createLogQueue, type LogQueue } from '@telewright/otlp';
import { baggageToLogs } from '../baggage/copy-baggage.js';
import type { SettingValues } from '../settings/settings.js';
import { createConsoleExporter } from './console-exporter.js';
import { type Delivery, queueOptions } from './delivery.js';
import type { SignalPipeline } from './signal-pipeline.js';

/** Creates the pipeline of logs. */
export function createLogs(values: SettingValues, resource: Resource, delivery: Delivery): SignalPipeline<LoggerProvider> {
  const queues: LogQueue[] = [];
  const processors = values.logsExporters.flatMap((name): LogRecordProcessor[] => {
    if (name === 'console') {
      return [new SimpleLogRecordProcessor({ exporter: createConsoleExporter<ReadableLogRecord[]>((records) => records.map(describe)) })];
    }
    if (name === 'none') return [];
    const queue = createLogQueue({
      ...queueOptions(values, 'logs', delivery),
      maxItems: values.logRecordQueueSize,
      maxBatchItems: values.logRecordBatchSize,
      delayMillis: values.logRecordDelayMillis,
    });
    queues.push(queue);
    return [queueingProcessor(queue)];
  });
  const provider = new LoggerProvider({
    resource,
    processors: [...baggageToLogs(values.baggageAttributes), ...processors],
    logRecordLimits: {
      attributeCountLimit: values.logRecordAttributeCountLimit,
      attributeValueLengthLimit: values.logRecordAttributeValueLengthLimit,
    },
  });
  return { provider, outlets: queues };
}

function queueingProcessor(queue: LogQueue): LogRecordProcessor {
  return {
    onEmit: (record) => queue.add(record),
    forceFlush: async () => void (await queue.flush()),
    shutdown: () => Promise.resolve(), // the queue outlives its provider: its end is told apart from the provider's
  };
}

function describe({ hrTime, severityText, severityNumber, body, attributes, eventName, spanContext }: ReadableLogRecord): unknown {
  return { hrTime, severityText, severityNumber, body, attributes, eventName, traceId: spanContext?.traceId, spanId: spanContext?.spanId };
}
