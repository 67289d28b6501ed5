import { logs } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, it } from 'vitest';
import { exceptionProcessors } from '../src/exceptions.js';

afterEach(() => logs.disable());

it.each([
  ['span-events', ['exception', 'other'], 0],
  ['logs', ['other'], 1],
  ['both', ['exception', 'other'], 1],
] as const)('an exception that is recorded on a span becomes %s, with the ids of the span', (mode, events, records) => {
  const exporter = new InMemoryLogRecordExporter();
  logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
  const span = new TracerProvider({ spanProcessors: exceptionProcessors(mode) }).getTracer('test').startSpan('work');
  span.recordException(new RangeError('too far'), [1_700_000_000, 5]);
  span.addEvent('other');
  span.end();
  span.recordException(new RangeError('after the end'));
  expect((span as unknown as { events: { name: string }[] }).events.map(({ name }) => name)).toEqual(events);
  const sent = exporter.getFinishedLogRecords();
  expect(sent).toHaveLength(records);
  const { traceId, spanId } = span.spanContext();
  for (const record of sent) {
    expect(record).toMatchObject({
      eventName: 'exception',
      severityNumber: 17,
      hrTime: [1_700_000_000, 5],
      spanContext: { traceId, spanId },
    });
    expect(record.attributes).toEqual({
      'exception.type': 'RangeError',
      'exception.message': 'too far',
      'exception.stacktrace': expect.stringMatching(/^RangeError: too far\n/),
    });
  }
});
