import { readProcessors } from './batch.js';
import type { Cursor, FileReader } from './file-reader.js';

/** Reads `logger_provider`. */
export function readLoggerProvider(reader: FileReader, cursor: Cursor): void {
  reader.fields(cursor, {
    processors: readProcessors(reader, 'logs', {
      'event_to_span_event_bridge/development': (bridge) => reader.unsupported(bridge, 'log records do not become events of spans'),
    }),
    limits: (limits) =>
      reader.fields(limits, {
        attribute_count_limit: reader.set('limits.logRecordAttributeCount'),
        attribute_value_length_limit: reader.set('limits.logRecordAttributeValueLength'),
      }),
    'logger_configurator/development': (configurator) => reader.unsupported(configurator, 'loggers are not switched off one by one'),
  });
  if (!reader.entries.has('logs.exporters')) reader.put('logs.exporters', cursor, 'none');
}
