import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { buildSchema, GraphQLError, graphql, parse, subscribe } from 'graphql';
import { describe, expect, it } from 'vitest';
import { listenToGraphql } from '../src/graphql.js';
import { VERSION } from '../src/version.js';
import { listening, startTelemetry } from './telemetry.js';

const schema = buildSchema(`
  type Query { now: String, later: String, broken: String, coded: String }
  type Mutation { change: String }
  type Subscription { ticks: Int }
`);
const work = (): string => {
  trace.getTracer('app').startSpan('work').end();
  return 'done';
};
const rootValue = {
  now: work,
  later: async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return work();
  },
  change: work,
  broken: () => {
    throw new RangeError('secret');
  },
  coded: () => {
    throw new GraphQLError('secret', { extensions: { code: 'FORBIDDEN' } });
  },
  async *ticks() {
    yield { ticks: 1 };
  },
};
const run = (source: string) => graphql({ schema, rootValue, source });

function started() {
  const telemetry = startTelemetry();
  listening(listenToGraphql());
  return telemetry;
}

describe('an operation of graphql', () => {
  it.each([
    ['at once', '{ now }'],
    ['later', '{ later }'],
  ])('that answers %s has a span that is active for its resolvers', async (_, source) => {
    const telemetry = started();
    const parent = trace.getTracer('app').startSpan('request');
    await context.with(trace.setSpan(context.active(), parent), async () => {
      const promise = run(source);
      expect(trace.getActiveSpan()).toBe(parent);
      expect((await promise).errors).toBeUndefined();
      expect(trace.getActiveSpan()).toBe(parent);
    });
    const [inner, span] = await telemetry.ended(SpanKind.INTERNAL, 2);
    expect(span).toMatchObject({ name: 'query', instrumentationScope: { name: '@telewright/channels/graphql', version: VERSION } });
    expect(span?.attributes).toEqual({ 'graphql.operation.type': 'query' });
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect([inner?.name, inner?.parentSpanContext?.spanId]).toEqual(['work', span?.spanContext().spanId]);
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(telemetry.problems).toEqual([]);
  });

  it('is named by its type alone', async () => {
    const telemetry = started();
    await run('mutation Change4711 { change }');
    const [, span] = await telemetry.ended(SpanKind.INTERNAL, 2);
    expect(span?.name).toBe('mutation');
    expect(span?.attributes).toEqual({ 'graphql.operation.type': 'mutation', 'graphql.operation.name': 'Change4711' });
  });

  it.each([
    ['{ broken }', 'GraphQLError'],
    ['{ coded }', 'FORBIDDEN'],
  ])('%s fails with %s, without its message', async (source, errorType) => {
    const telemetry = started();
    expect((await run(source)).errors).toHaveLength(1);
    const [span] = await telemetry.ended(SpanKind.INTERNAL, 1);
    expect(span?.attributes['error.type']).toBe(errorType);
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  it('that is not valid is not executed and has no span', async () => {
    const telemetry = started();
    await run('{ unknown }');
    await run('{');
    expect(telemetry.started()).toBe(0);
  });

  it('can be a subscription', async () => {
    const telemetry = started();
    const events = await subscribe({ schema, rootValue, document: parse('subscription { ticks }') });
    for await (const event of events as AsyncIterable<unknown>) expect(event).toMatchObject({ data: { ticks: 1 } });
    const [span] = await telemetry.ended(SpanKind.INTERNAL, 1);
    expect(span?.name).toBe('subscription');
  });

  it('keeps 100 at a time apart', async () => {
    const telemetry = started();
    await Promise.all(Array.from({ length: 100 }, () => run('{ later }')));
    const spans = await telemetry.ended(SpanKind.INTERNAL, 200);
    const operations = spans.filter(({ name }) => name === 'query').map((span) => span.spanContext().spanId);
    const parents = spans.filter(({ name }) => name === 'work').map((span) => span.parentSpanContext?.spanId);
    expect(parents.sort()).toEqual(operations.sort());
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const telemetry = started();
    listening(listenToGraphql());
    await context.with(suppressTracing(context.active()), () => run('{ broken }'));
    await run('{ broken }');
    await telemetry.ended(SpanKind.INTERNAL, 1);
    expect(telemetry.started()).toBe(1);
  });
});
