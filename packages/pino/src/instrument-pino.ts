import { tracingChannel } from 'node:diagnostics_channel';
import { context, type LoggerProvider } from '@opentelemetry/api';
import {
  activeSpanFields,
  type LineLabels,
  type Redactor,
  resolveTraceFields,
  type TraceFieldNames,
  type TraceFieldPreset,
} from '@telewright/logs';
import { LineCorrelation } from './correlate-lines.js';
import { LineText } from './line-text.js';
import { LoggerReader } from './logger-facts.js';
import { OpenLine } from './open-line.js';
import type { PinoLine } from './pino-internals.js';
import { publishCopiesToCome, publishLoadedCopies } from './publish-lines.js';
import { LineRedaction } from './redact-lines.js';
import { reportOnce } from './report-once.js';
import { LineSending } from './send-lines.js';

const maxLabels = 24;

/** Says what `instrumentPino()` does with each line. */
export interface PinoInstrumentationOptions {
  /**
   * Writes the active span's ids into each line.
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
   * Names the fields for the ids, one by one or by a preset.
   *
   * @default 'otel'
   */
  readonly fields?: TraceFieldNames | TraceFieldPreset;
  /**
   * Writes these fields into every line, outside of spans too, such as cost labels for whoever reads the lines as they are. They are
   * serialized once, and not repeated in the log records, whose resource has them. At most 24; further ones are left out.
   *
   * @default none
   */
  readonly labels?: LineLabels;
  /**
   * Takes secrets out of what is written and sent, see `createRedactor()`.
   *
   * @default none
   */
  readonly redactor?: Redactor | undefined;
  /**
   * Listens to the modules that Node.js loads, for copies of pino before 9.10, which publish nothing by themselves. An error that is
   * thrown while a module is loaded then has lines of Node's own in its stack. Copies that are loaded already need no listening.
   *
   * @default false
   */
  readonly olderCopies?: boolean;
  /**
   * Takes the records.
   *
   * @default the global one, also when it is registered later
   */
  readonly loggerProvider?: LoggerProvider;
}

/** Ends what a call began; further calls do nothing. */
export type Unsubscribe = () => void;

/**
 * Correlates the lines of every pino logger in the process with the active span, and sends them as log records when asked to, by
 * listening to pino's diagnostics channel `tracing:pino_asJson`. Loggers made before the call are included, as are bundled copies of
 * pino, and no object of the caller's is changed. Nothing is patched from pino 9.10 on; an older copy that is loaded already, or with
 * `olderCopies` later, is made to publish as newer ones do.
 *
 * A field of the same name in the line wins. Called twice, lines get their fields once, named by the later call, and are sent once,
 * by the earlier one. Never throws: what goes wrong is reported once through OpenTelemetry's diagnostic logger.
 *
 * @see https://opentelemetry.io/docs/specs/otel/logs/data-model/
 */
export function instrumentPino(options: PinoInstrumentationOptions = {}): Unsubscribe {
  const channel = tracingChannel<unknown, PinoLine>('pino_asJson');
  const labels = boundedLabels(options.labels ?? {});
  const active = activeSpanFields(resolveTraceFields(options.fields), labels);
  const written = options.correlation === false ? activeSpanFields([], labels) : active;
  const correlation = options.correlation === false && Object.keys(labels).length === 0 ? undefined : new LineCorrelation();
  const redaction = options.redactor === undefined ? undefined : new LineRedaction(options.redactor);
  const text = new LineText();
  const sending = options.sending === true ? new LineSending(options.loggerProvider, text) : undefined;
  const reads = sending !== undefined || options.redactor?.mayHoldSecretIn !== undefined;
  const loggers = new LoggerReader();
  let openLines = 0;
  let stopped = false;

  const begin = (line: PinoLine): OpenLine | undefined => {
    const logger = loggers.of(line.instance);
    if (logger === undefined) return undefined;
    const within = context.active();
    return new OpenLine(logger, within, active(within), line.instance[logger.symbols.chindings] as string);
  };
  const onStart = (line: unknown): void => {
    openLines++;
    try {
      const open = begin(line as PinoLine);
      if (open === undefined) return;
      open.attach(line as PinoLine);
      correlation?.start(line as PinoLine, open, written === active ? open.fields : written(open.context));
    } catch (error) {
      reportOnce('a line could not be correlated', error);
    }
  };
  const endLine = (line: PinoLine, open: OpenLine): void => {
    let isRead = false;
    let mayHoldSecret = false;
    try {
      isRead = reads && text.read(line, open);
      mayHoldSecret = redaction?.end(line, open, isRead ? text : undefined) === true;
    } catch (error) {
      reportOnce('a line could not be redacted', error);
    }
    try {
      correlation?.end(line, open);
    } catch (error) {
      reportOnce('a line could not be correlated', error);
    }
    try {
      if (!stopped) sending?.end(line, open, isRead, mayHoldSecret ? options.redactor : undefined);
    } catch (error) {
      reportOnce('a line could not be sent', error);
    }
  };
  const onEnd = (line: unknown): void => {
    // A line that began before the call has not been counted.
    if (openLines > 0) openLines--;
    try {
      const open = OpenLine.of(line as PinoLine) ?? begin(line as PinoLine);
      if (open !== undefined) endLine(line as PinoLine, open);
    } catch (error) {
      reportOnce('a line is not one of pino', error);
    }
    if (stopped && openLines === 0) channel.end.unsubscribe(onEnd);
  };
  channel.start.subscribe(onStart);
  for (const line of missedLines()) onStart(line);
  channel.end.subscribe(onEnd);
  publishLoadedCopies();
  const stopWatching = options.olderCopies === true ? publishCopiesToCome() : undefined;
  return () => {
    stopped = true;
    stopWatching?.();
    channel.start.unsubscribe(onStart);
    // A serializer may be the caller: then the line it serializes still has to give its logger's line end back.
    if (openLines === 0) channel.end.unsubscribe(onEnd);
  };
}

/** Lines that began before anybody listened, by whoever started listening because of them. */
const MISSED: unique symbol = Symbol.for('telewright.missed') as never;

function missedLines(): unknown[] {
  const missed = (globalThis as { [MISSED]?: readonly { channel: string; message: unknown }[] })[MISSED];
  return missed?.flatMap((one) => (one.channel === 'tracing:pino_asJson:start' ? [one.message] : [])) ?? [];
}

function boundedLabels(labels: LineLabels): LineLabels {
  const entries = Object.entries(labels);
  if (entries.length <= maxLabels) return labels;
  reportOnce(`expected at most ${maxLabels} labels, got ${entries.length}; the last ones are left out`);
  return Object.fromEntries(entries.slice(0, maxLabels));
}
