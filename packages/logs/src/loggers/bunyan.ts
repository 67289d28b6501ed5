import type { LoggerProvider } from '@opentelemetry/api';
import { type LineOptions, LineTreatment } from '../process-logging.js';
import { sent } from '../records/guard-provider.js';
import { attributesOf, RecordSender } from '../records/record-sender.js';
import { severityOf } from '../severity.js';
import { toJson } from './json-line.js';

/** Says what a stream of a bunyan logger does. */
export interface BunyanStreamOptions extends LineOptions {
  /** Where lines are written. @default none: they are sent only */
  readonly destination?: { write(line: string): unknown };
  /** Emits each line as an OpenTelemetry log record as well. @default true without a destination, else false */
  readonly sending?: boolean;
  /** The least level, by name or number. @default the logger's */
  readonly level?: number | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** Takes the records. @default the global one */
  readonly loggerProvider?: LoggerProvider;
}

/** What bunyan takes for a stream. */
export interface BunyanStream {
  readonly type: 'raw';
  readonly level?: number | 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  readonly stream: { write(record: object): void };
}

interface BunyanRecord {
  readonly name: string;
  readonly level: number;
  readonly msg: string;
  readonly time: Date;
  readonly [field: string]: unknown;
}

const levelNames: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const saidElsewhere: ReadonlySet<string> = new Set(['name', 'hostname', 'pid', 'level', 'msg', 'time', 'v', 'event.name']);

/**
 * Gives a stream for a bunyan logger that adds the active span's ids to each line and takes secrets out:
 * `createLogger({ name: 'app', streams: [bunyanStream({ destination: process.stdout, sending: true })] })`. A field of the same name wins.
 */
export function bunyanStream(options: BunyanStreamOptions = {}): BunyanStream {
  const { destination, level } = options;
  const treatment = new LineTreatment(options);
  const sender = (options.sending ?? destination === undefined) ? new RecordSender(options.loggerProvider) : undefined;
  return {
    type: 'raw',
    ...(level !== undefined && { level }),
    stream: {
      write(given: object) {
        const record = given as BunyanRecord;
        if (destination !== undefined) destination.write(`${lineOf(record, treatment)}\n`);
        if (sender !== undefined) send(record, sender, treatment);
      },
    },
  };
}

function lineOf(record: BunyanRecord, treatment: LineTreatment): string {
  const fields = treatment.fields();
  const { redactor } = treatment;
  let line = toJson(record);
  if (fields !== undefined) {
    let added = '';
    for (let index = 0; index < fields.keys.length; index++) {
      if (!Object.hasOwn(record, fields.keys[index] as string)) added += fields.parts[index];
    }
    line = line.slice(0, -1) + added + line.slice(-1);
  }
  return redactor?.mayHoldSecret(line) === true ? redactor.line(line) : line;
}

function send(record: BunyanRecord, sender: RecordSender, treatment: LineTreatment): void {
  const text = levelNames[record.level];
  const make = () => {
    const eventName = record['event.name'];
    return {
      timestamp: record.time,
      ...(text !== undefined && { severityText: text }),
      body: record.msg,
      attributes: attributesOf(record, saidElsewhere, treatment.fields()),
      ...(typeof eventName === 'string' && { eventName }),
    };
  };
  sender.send(record.name, severityOf(record.level, text), make, treatment.redactor);
  // The stream that @opentelemetry/instrumentation-bunyan has added comes after the logger's own, and takes the mark along.
  Object.assign(record, { [sent]: true });
}
