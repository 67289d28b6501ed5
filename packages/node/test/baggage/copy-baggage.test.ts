import { context, logs, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, it } from 'vitest';
import { baggageToLogs, baggageToSpans } from '../../src/baggage/copy-baggage.js';

afterEach(() => logs.disable());
const keys = ['tenant.id', 'run'];
const withBaggage = (entries: Record<string, string>) =>
  propagation.setBaggage(
    ROOT_CONTEXT,
    propagation.createBaggage(Object.fromEntries(Object.entries(entries).map(([key, value]) => [key, { value }]))),
  );

function spanIn(parent = ROOT_CONTEXT, attributes = {}): unknown {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [...baggageToSpans(keys), new SimpleSpanProcessor({ exporter })] });
  provider.getTracer('test').startSpan('work', { attributes }, parent).end();
  return exporter.getFinishedSpans()[0]?.attributes;
}

function recordIn(active = ROOT_CONTEXT, attributes = {}): unknown {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ processors: [...baggageToLogs(keys), new SimpleLogRecordProcessor({ exporter })] });
  provider.getLogger('test').emit({ body: 'x', attributes, context: active });
  return exporter.getFinishedLogRecords()[0]?.attributes;
}

describe.each([
  ['a span', spanIn],
  ['a log record', recordIn],
])('%s', (_, recorded) => {
  it('gets the keys that are listed, and no others', () => {
    expect(recorded(withBaggage({ 'tenant.id': 'acme', secret: 'x', run: 'r1' }))).toEqual({ 'tenant.id': 'acme', run: 'r1' });
    expect(recorded(withBaggage({ secret: 'x' }))).toEqual({});
    expect([recorded(), recorded(context.active())]).toEqual([{}, {}]);
  });

  it('keeps what the caller gave', () => {
    expect(recorded(withBaggage({ 'tenant.id': 'acme' }), { 'tenant.id': 'own' })).toEqual({ 'tenant.id': 'own' });
  });

  it('gets 128 characters of a long value, and no half of one', () => {
    expect(recorded(withBaggage({ run: 'x'.repeat(8000) }))).toEqual({ run: 'x'.repeat(128) });
    expect(recorded(withBaggage({ run: `${'x'.repeat(127)}😀` }))).toEqual({ run: 'x'.repeat(127) });
  });
});

describe('without a list', () => {
  it('there is nothing that would run', () => {
    expect([baggageToSpans([]), baggageToLogs([])]).toEqual([[], []]);
  });
});
