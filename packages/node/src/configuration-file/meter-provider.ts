import { Exporters } from './exporter.js';
import type { Cursor, FileReader, Handler } from './file-reader.js';
import { readViews } from './views.js';

/** Reads `meter_provider`. */
export function readMeterProvider(reader: FileReader, cursor: Cursor): void {
  reader.fields(cursor, {
    readers: (readers) => {
      const exporters = new Exporters(reader, 'metrics', {
        temporality_preference: (field) => {
          const text = reader.text(field);
          if (text !== undefined) reader.put('metrics.temporalityPreference', field, text === 'low_memory' ? 'lowmemory' : text);
        },
        default_histogram_aggregation: reader.set('metrics.histogramAggregation'),
      });
      for (const item of reader.items(readers)) {
        reader.fields(item, {
          periodic: (periodic) => readPeriodic(reader, periodic, exporters),
          pull: (pull) => readPull(reader, pull, exporters),
        });
      }
      exporters.finish(readers);
    },
    views: (views) => readViews(reader, views),
    exemplar_filter: (filter) => {
      const text = reader.text(filter);
      // The default is in every example; that no exemplars are made is in the documentation.
      if (text === 'always_on') reader.unsupported(filter, 'the OpenTelemetry SDK for JavaScript makes no exemplars');
      else if (text !== undefined && text !== 'trace_based' && text !== 'always_off')
        reader.invalid(filter, 'one of always_on, always_off, trace_based', text);
    },
    'meter_configurator/development': (configurator) => reader.unsupported(configurator, 'meters are not switched off one by one'),
  });
  if (!reader.entries.has('metrics.exporters')) reader.put('metrics.exporters', cursor, 'none');
}

function readPull(reader: FileReader, cursor: Cursor, exporters: Exporters): void {
  const shape: Handler = (field) => {
    if (reader.text(field) !== undefined) reader.unsupported(field, 'metrics are named as the official exporter names them');
  };
  reader.fields(cursor, {
    exporter: (exporter) =>
      reader.fields(exporter, {
        'prometheus/development': (prometheus) => {
          exporters.add('prometheus');
          reader.fields(prometheus, {
            host: reader.set('metrics.prometheusHost'),
            port: reader.set('metrics.prometheusPort'),
            without_scope_info: shape,
            'without_target_info/development': shape,
            with_resource_constant_labels: (labels) => reader.unsupported(labels, 'target_info has the resource'),
            translation_strategy: shape,
          });
        },
      }),
    producers: (producers) => reader.unsupported(producers, 'there are no other producers of metrics'),
    cardinality_limits: (limits) => reader.unsupported(limits, 'the limit of metrics is that of a periodic reader'),
  });
}

function readPeriodic(reader: FileReader, cursor: Cursor, exporters: Exporters): void {
  const byType: Handler = (field) => {
    if (reader.text(field) !== undefined) reader.unsupported(field, 'there is one limit for all types; a view can set it for some');
  };
  reader.fields(cursor, {
    interval: reader.set('metricExportIntervalMillis'),
    timeout: reader.set('metrics.exportTimeoutMillis'),
    'max_export_batch_size/development': (field) => reader.unsupported(field, 'a collection is one request'),
    exporter: exporters.handler(),
    producers: (producers) => reader.unsupported(producers, 'there are no other producers of metrics'),
    cardinality_limits: (limits) =>
      reader.fields(limits, {
        default: reader.set('metrics.cardinalityLimit'),
        counter: byType,
        gauge: byType,
        histogram: byType,
        observable_counter: byType,
        observable_gauge: byType,
        observable_up_down_counter: byType,
        up_down_counter: byType,
      }),
  });
}
