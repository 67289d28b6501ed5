import { readProcessors } from './batch.js';
import type { Cursor, FileReader } from './file-reader.js';
import { readSampler } from './sampler.js';

/** Reads `tracer_provider`. */
export function readTracerProvider(reader: FileReader, cursor: Cursor): void {
  reader.fields(cursor, {
    processors: readProcessors(reader, 'traces'),
    sampler: (sampler) => readSampler(reader, sampler),
    limits: (limits) =>
      reader.fields(limits, {
        attribute_count_limit: reader.set('limits.spanAttributeCount'),
        attribute_value_length_limit: reader.set('limits.spanAttributeValueLength'),
        event_count_limit: reader.set('limits.spanEventCount'),
        link_count_limit: reader.set('limits.spanLinkCount'),
        event_attribute_count_limit: reader.set('limits.eventAttributeCount'),
        link_attribute_count_limit: reader.set('limits.linkAttributeCount'),
      }),
    id_generator: (generator) => reader.fields(generator, { random: () => undefined }),
    'tracer_configurator/development': (configurator) => reader.unsupported(configurator, 'tracers are not switched off one by one'),
  });
  if (!reader.entries.has('traces.exporters')) reader.put('traces.exporters', cursor, 'none');
}
