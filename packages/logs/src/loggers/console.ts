import { channel } from 'node:diagnostics_channel';
import { format } from 'node:util';
import { type AnyValue, type LoggerProvider, SeverityNumber } from '@opentelemetry/api';
import { type LineOptions, LineTreatment } from '../process-logging.js';
import { exceptionAttributes, RecordSender } from '../records/record-sender.js';
import { reportOnce } from '../report-once.js';
import { withTraceFields } from './text-line.js';

/** Says what is done with each line of `console`. */
export interface ConsoleOptions extends LineOptions {
  /**
   * Appends the active span's ids to each line: as fields where the line is a JSON object, else as text.
   *
   * @default true
   */
  readonly correlation?: boolean;
  /**
   * Emits each line as an OpenTelemetry log record as well.
   *
   * @default false
   */
  readonly sending?: boolean;
  /**
   * Takes the records.
   *
   * @default the global one, also when it is registered later
   */
  readonly loggerProvider?: LoggerProvider;
}

const severities = {
  debug: SeverityNumber.DEBUG,
  log: SeverityNumber.INFO,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const;

/**
 * Correlates the lines of `console` with the active span, takes secrets out and sends them, by listening to Node.js' channels
 * `console.log`, `.info`, `.debug`, `.warn` and `.error`, which are published before a line is written. Nothing is patched.
 *
 * @returns a function that ends it
 */
export function instrumentConsole(options: ConsoleOptions = {}): () => void {
  const treatment = new LineTreatment(options);
  const sender = options.sending === true ? new RecordSender(options.loggerProvider) : undefined;
  const stops = (Object.keys(severities) as (keyof typeof severities)[]).map((method) => {
    const listener = (message: unknown): void => {
      try {
        treat(message as unknown[], severities[method], treatment, sender, options.correlation !== false);
      } catch (error) {
        reportOnce('@telewright/logs', 'a line of console could not be correlated', error);
      }
    };
    const published = channel(`console.${method}`);
    published.subscribe(listener);
    return () => void published.unsubscribe(listener);
  });
  return () => {
    for (const stop of stops) stop();
  };
}

/** @param written what the method was called with, in an array of the console's own, from which it makes the line afterwards */
function treat(
  written: unknown[],
  severity: number,
  treatment: LineTreatment,
  sender: RecordSender | undefined,
  correlation: boolean,
): void {
  const { redactor } = treatment;
  const fields = correlation ? treatment.fields() : undefined;
  if (redactor === undefined && fields === undefined && sender === undefined) return;
  const given = redactor === undefined ? written : written.map((value) => (value instanceof Error ? value : redactor.value(value)));
  const text = format(...given);
  const redacted = redactor === undefined ? text : redactor.text(text);
  const error = written.find((value) => value instanceof Error);
  sender?.send('console', severity, () => ({ body: redacted as AnyValue, attributes: exceptionAttributes(error) }), redactor);
  const hasChanged = redacted !== text || given.some((value, index) => value !== written[index]);
  if (fields === undefined && !hasChanged) return;
  written.length = 1;
  written[0] = fields === undefined ? redacted : withTraceFields(redacted, fields);
}
