import { Exporters } from './exporter.js';
import type { Cursor, FileReader, Handler } from './file-reader.js';

/** Reads the `processors` of traces or logs. */
export function readProcessors(reader: FileReader, signal: 'traces' | 'logs', more: Readonly<Record<string, Handler>> = {}): Handler {
  return (cursor) => {
    const exporters = new Exporters(reader, signal);
    for (const item of reader.items(cursor)) {
      reader.fields(item, {
        batch: (batch) => readBatch(reader, batch, signal, exporters),
        simple: (simple) =>
          reader.fields(simple, {
            exporter: exporters.handler(() => reader.unsupported(simple, 'otlp_http sends batches; this one does too')),
          }),
        ...more,
      });
    }
    exporters.finish(cursor);
  };
}

function readBatch(reader: FileReader, cursor: Cursor, signal: 'traces' | 'logs', exporters: Exporters): void {
  let isOtlp = false;
  const later: (() => void)[] = [];
  const forOtlp =
    (path: string): Handler =>
    (field) =>
      later.push(() => reader.set(`${signal}.${path}`)(field));
  reader.fields(cursor, {
    schedule_delay: forOtlp('delayMillis'),
    export_timeout: forOtlp('exportTimeoutMillis'),
    max_queue_size: forOtlp('queueSize'),
    max_export_batch_size: forOtlp('batchSize'),
    exporter: exporters.handler(() => {
      isOtlp = true;
    }),
  });
  // The console gets each item at once.
  if (isOtlp) for (const set of later) set();
}
