import type { Resource } from '@opentelemetry/resources';
import {
  BatchLogRecordProcessor,
  LoggerProvider,
  type LogRecordProcessor,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from '@opentelemetry/sdk-logs';
import { createLogExporter } from '@telewright/otlp';
import { baggageToLogs } from '../baggage/copy-baggage.js';
import type { SettingValues } from '../settings/settings.js';
import { connectionOptions } from './connection.js';
import { createConsoleExporter } from './console-exporter.js';
import type { ExportHealth } from './export-health.js';
import { type Flush, type SignalPipeline, takeOver } from './signal-pipeline.js';

/** Creates the pipeline of logs. */
export function createLogs(values: SettingValues, resource: Resource, health: ExportHealth): SignalPipeline<LoggerProvider> {
  const pending: Flush[] = [];
  const processors = values.logsExporters.flatMap((name): LogRecordProcessor[] => {
    if (name === 'console') {
      return [new SimpleLogRecordProcessor({ exporter: createConsoleExporter<ReadableLogRecord[]>((records) => records.map(describe)) })];
    }
    if (name === 'none') return [];
    const exporter = takeOver(createLogExporter(connectionOptions(values.logs, health)), values.shutdownTimeoutMillis);
    pending.push(exporter.pending);
    return [
      new BatchLogRecordProcessor({
        exporter: exporter.taking,
        maxQueueSize: values.logRecordQueueSize,
        maxExportBatchSize: values.logRecordBatchSize,
        scheduledDelayMillis: values.logRecordDelayMillis,
        exportTimeoutMillis: values.logRecordExportTimeoutMillis,
      }),
    ];
  });
  const provider = new LoggerProvider({
    resource,
    processors: [...baggageToLogs(values.baggageAttributes), ...processors],
    logRecordLimits: {
      attributeCountLimit: values.logRecordAttributeCountLimit,
      attributeValueLengthLimit: values.logRecordAttributeValueLengthLimit,
    },
  });
  return { provider, pending };
}

function describe({ hrTime, severityText, severityNumber, body, attributes, eventName, spanContext }: ReadableLogRecord): unknown {
  return { hrTime, severityText, severityNumber, body, attributes, eventName, traceId: spanContext?.traceId, spanId: spanContext?.spanId };
}
