import { LineCounter, parseDocument } from 'yaml';
import type { ConfigurationFile } from '../settings/configuration-file.js';
import { readDistribution } from './distribution.js';
import { type Cursor, FileReader, type Handler } from './file-reader.js';
import { readInstrumentation } from './instrumentation.js';
import { readLoggerProvider } from './logger-provider.js';
import { readMeterProvider } from './meter-provider.js';
import { readPropagator } from './propagator.js';
import { readResource } from './resource.js';
import { readTracerProvider } from './tracer-provider.js';

const logLevels: readonly (readonly [RegExp, string])[] = [
  [/^trace[2-4]?$/, 'verbose'],
  [/^debug[2-4]?$/, 'debug'],
  [/^info[2-4]?$/, 'info'],
  [/^warn[2-4]?$/, 'warn'],
  [/^(error|fatal)[2-4]?$/, 'error'],
];

/** Brings the text of a configuration file to the options of `start()`. */
export function parseConfiguration(
  text: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, prettyErrors: false });
  const reader = new FileReader(name, document, lines, environment);
  const [error] = document.errors;
  if (error !== undefined) {
    reader.invalid({ key: '', node: null, line: lines.linePos(error.pos[0]).line }, 'YAML', error.message.split('\n')[0]);
  } else if (isKnownFormat(reader)) {
    readAll(reader);
  }
  return reader;
}

function readAll(reader: FileReader): void {
  const seen = new Set<string>();
  const once =
    (handler: (reader: FileReader, cursor: Cursor) => void): Handler =>
    (cursor) => {
      seen.add(cursor.key);
      handler(reader, cursor);
    };
  reader.fields(reader.root(), {
    file_format: () => undefined,
    disabled: reader.set('disabled'),
    log_level: (cursor) => readLogLevel(reader, cursor),
    attribute_limits: (cursor) =>
      reader.fields(cursor, {
        attribute_count_limit: reader.set('limits.attributeCount'),
        attribute_value_length_limit: reader.set('limits.attributeValueLength'),
      }),
    resource: once(readResource),
    propagator: once(readPropagator),
    tracer_provider: once(readTracerProvider),
    meter_provider: once(readMeterProvider),
    logger_provider: once(readLoggerProvider),
    'instrumentation/development': once(readInstrumentation),
    distribution: once(readDistribution),
  });
  // What the file does not name is not there: that is what the specification says of files, other than of variables.
  const absent = {
    tracer_provider: 'traces.exporters',
    meter_provider: 'metrics.exporters',
    logger_provider: 'logs.exporters',
    propagator: 'propagators',
  };
  for (const [key, path] of Object.entries(absent)) if (!seen.has(key)) reader.put(path, { key, node: null, line: 1 }, 'none');
}

function isKnownFormat(reader: FileReader): boolean {
  const field = reader.pairs(reader.root()).find(([name]) => name === 'file_format')?.[1];
  const format = field === undefined ? '' : (reader.text(field) ?? '');
  const [, major, minor] = /^(\d+)\.(\d+)(?:-.*)?$/.exec(format) ?? [];
  if (major !== '1') {
    reader.invalid(field ?? { ...reader.root(), key: 'file_format' }, 'file_format "1.0" or a later "1.x"', format);
    return false;
  }
  reader.lenient = Number(minor) > 1;
  return true;
}

function readLogLevel(reader: FileReader, cursor: Cursor): void {
  const text = reader.text(cursor);
  if (text === undefined) return;
  const level = logLevels.find(([pattern]) => pattern.test(text))?.[1];
  if (level === undefined) reader.invalid(cursor, 'a severity such as debug, info, warn or error', text);
  else reader.put('logLevel', cursor, level);
}
