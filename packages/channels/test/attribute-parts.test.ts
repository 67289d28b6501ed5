import { SpanKind, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider as OfficialTracerProvider } from '@opentelemetry/sdk-trace';
import { TracerProvider } from '@telewright/recorder';
import { describe, expect, it } from 'vitest';
import { optionsInParts, takesParts, usualOptions } from '../src/attribute-parts.js';

const resource = resourceFromAttributes({});

describe('attributes in parts', () => {
  it('are taken by the tracers of our recorder alone', () => {
    expect(takesParts(new TracerProvider({ resource }).getTracer('test'))).toBe(true);
    expect(takesParts(new OfficialTracerProvider({ resource }).getTracer('test'))).toBe(false);
    expect(takesParts(trace.getTracer('test'))).toBe(false);
  });

  it('keep the own ones of a span where there is a limit', () => {
    const shared = { list: ['url.scheme', 'https', 'server.port', 8443] };
    for (const options of [usualOptions, optionsInParts]) {
      const provider = new TracerProvider({ resource, sinks: [], spanLimits: { attributeCountLimit: 2 } });
      const span = provider.getTracer('test').startSpan('GET', options(SpanKind.SERVER, shared, ['http.request.method', 'GET']));
      expect(span).toMatchObject({ attributes: { 'http.request.method': 'GET', 'url.scheme': 'https' }, droppedAttributesCount: 1 });
    }
  });

  it('make the same span as others do, whoever records it', () => {
    const shared = { list: ['url.scheme', 'https', 'server.port', 8443] };
    const attributesBy = (options: typeof usualOptions): unknown => {
      const tracer = new TracerProvider({ resource, sinks: [] }).getTracer('test');
      return tracer
        .startSpan('GET', options(SpanKind.SERVER, shared, ['http.request.method', 'GET', 'http.route', undefined, 'url.query', undefined]))
        .setAttribute('http.route', '/a');
    };
    const expected = {
      kind: SpanKind.SERVER,
      attributes: { 'url.scheme': 'https', 'server.port': 8443, 'http.request.method': 'GET', 'http.route': '/a' },
    };
    expect(attributesBy(usualOptions)).toMatchObject(expected);
    expect(attributesBy(optionsInParts)).toMatchObject(expected);
    expect(attributesBy(optionsInParts)).not.toHaveProperty(['attributes', 'url.query']);
    expect(shared.list).toHaveLength(4);
    expect(usualOptions(SpanKind.SERVER, shared, ['url.query', undefined]).attributes).toStrictEqual({
      'url.scheme': 'https',
      'server.port': 8443,
    });
  });
});
