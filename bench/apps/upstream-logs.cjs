// The usual set-up of OpenTelemetry's own instrumentation of pino; sends records only where it is asked to.
const { context, logs, trace } = require('@opentelemetry/api');
const { AsyncLocalStorageContextManager } = require('@opentelemetry/context-async-hooks');
const { OTLPLogExporter } = require('@opentelemetry/exporter-logs-otlp-proto');
const { registerInstrumentations } = require('@opentelemetry/instrumentation');
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino');
const { BatchLogRecordProcessor, LoggerProvider } = require('@opentelemetry/sdk-logs');
const { TracerProvider } = require('@opentelemetry/sdk-trace');

const sends = process.env.SENDS === 'true';
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new TracerProvider());
if (sends) {
  const exporter = new OTLPLogExporter({ url: `${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}/v1/logs` });
  const processor = new BatchLogRecordProcessor({ exporter, maxQueueSize: 50_000, scheduledDelayMillis: 100 });
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [processor] }));
}
registerInstrumentations({ instrumentations: [new PinoInstrumentation({ disableLogSending: !sends })] });
