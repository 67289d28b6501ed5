import { metrics, type Span } from '@opentelemetry/api';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  ATTR_DB_SYSTEM_NAME,
  ATTR_HTTP_REQUEST_METHOD,
  createInstrument,
  createObservableInstrument,
  DB_CLIENT_OPERATION_DURATION,
  HTTP_SERVER_REQUEST_DURATION,
  type MetricDefinition,
  semanticAttributes,
  withDatabaseSpan,
  withJobSpan,
  withMessagingSpan,
  withRpcClientSpan,
  withSpan,
} from '../src/index.js';

// Checked by the compiler in `npm run types`: each @ts-expect-error is an error itself once the line below it compiles. What must not
// compile does not run either: these functions are only counted.

describe('the compiler', () => {
  it('knows the result of the work', () => {
    expectTypeOf(withSpan('a', () => 1)).toEqualTypeOf<number>();
    expectTypeOf(withSpan('a', { attributes: { mine: 1 } }, async () => 'text')).toEqualTypeOf<Promise<string>>();
    expectTypeOf(withDatabaseSpan({ 'db.system.name': 'redis' }, () => true)).toEqualTypeOf<boolean>();
    withSpan('a', (span) => expectTypeOf(span).toEqualTypeOf<Span>());
    withSpan('a', {}, (span) => expectTypeOf(span).toEqualTypeOf<Span>());
  });

  it('takes attributes of the conventions by name or constant, and one’s own', () => {
    const attributes = semanticAttributes({
      [ATTR_HTTP_REQUEST_METHOD]: 'GET',
      'http.request.header.accept': ['text/html'],
      'http.response.status_code': 200,
      'server.port': undefined,
      'shop.order.id': 'A-42',
      'shop.items': [1, 2],
    });
    expect(attributes['shop.order.id']).toBe('A-42');
    withDatabaseSpan({ [ATTR_DB_SYSTEM_NAME]: 'a database of mine', 'db.query.parameter.0': 'x', 'shop.tenant': 'acme' }, () => undefined);
  });

  it('refuses a wrong name in a namespace of the conventions', () => {
    const refused = [
      // @ts-expect-error http.request.metod is none
      () => semanticAttributes({ 'http.request.metod': 'GET' }),
      // @ts-expect-error messaging.system is deprecated
      () => semanticAttributes({ 'messaging.system': 'kafka' }),
      // @ts-expect-error db.statement is deprecated
      () => withSpan('a', { attributes: { 'db.statement': 'SELECT 1' } }, () => undefined),
      // @ts-expect-error rpc.service is deprecated
      () => withRpcClientSpan({ 'rpc.system.name': 'grpc', 'rpc.method': 'a/b', 'rpc.service': 'a' }, () => undefined),
      // @ts-expect-error telewright.job.trigge is none
      () => withJobSpan({ 'telewright.job.name': 'a', 'telewright.job.trigge': 'queue' }, () => undefined),
      // @ts-expect-error db.tabel is none
      () => withDatabaseSpan({ 'db.system.name': 'redis', 'db.tabel': 'users' }, {}, () => undefined),
    ];
    expect(refused).toHaveLength(6);
  });

  it('refuses a wrong type', () => {
    const refused = [
      // @ts-expect-error a status code is a number
      () => semanticAttributes({ 'http.response.status_code': '200' }),
      // @ts-expect-error a header has a list of values
      () => semanticAttributes({ 'http.request.header.accept': 'text/html' }),
      // @ts-expect-error a span can't carry a date
      () => semanticAttributes({ 'shop.at': new Date() }),
      // @ts-expect-error a span can't carry an object
      () => withSpan('a', { attributes: { 'shop.order': { id: 1 } } }, () => undefined),
      // @ts-expect-error the status code of a database is a string
      () => withDatabaseSpan({ 'db.system.name': 'mysql', 'db.response.status_code': 1062 }, () => undefined),
      // @ts-expect-error a message id is a string
      () => withMessagingSpan({ ...send, 'messaging.message.id': 42 }, () => undefined),
      // @ts-expect-error publish is no type of operation
      () => withMessagingSpan({ ...send, 'messaging.operation.type': 'publish' }, () => undefined),
      // @ts-expect-error an attempt is a number
      () => withJobSpan({ 'telewright.job.name': 'a', 'telewright.job.attempt': '1' }, () => undefined),
    ];
    expect(refused).toHaveLength(8);
  });

  it('asks for what the conventions require', () => {
    const { 'messaging.system.name': _, ...withoutSystem } = send;
    const refused = [
      // @ts-expect-error no db.system.name
      () => withDatabaseSpan({ 'db.operation.name': 'SELECT' }, () => undefined),
      // @ts-expect-error no messaging.system.name
      () => withMessagingSpan(withoutSystem, () => undefined),
      // @ts-expect-error no messaging.operation.type
      () => withMessagingSpan({ 'messaging.system.name': 'kafka', 'messaging.operation.name': 'send' }, () => undefined),
      // @ts-expect-error no rpc.method
      () => withRpcClientSpan({ 'rpc.system.name': 'grpc' }, () => undefined),
      // @ts-expect-error no telewright.job.name
      () => withJobSpan({}, () => undefined),
      // @ts-expect-error no work
      () => withSpan('a', {}),
    ];
    expect(refused).toHaveLength(6);
  });

  it('gives an instrument the attributes of its definition', () => {
    const meter = metrics.getMeter('test');
    const duration = createInstrument(meter, HTTP_SERVER_REQUEST_DURATION);
    const queries = createInstrument(meter, DB_CLIENT_OPERATION_DURATION);
    const jobs: MetricDefinition<'counter', { 'shop.kind': 'a' | 'b' }> = {
      name: 'jobs',
      instrument: 'counter',
      unit: '{job}',
      description: '',
    };
    duration.record(0.1, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': 200 });
    queries.record(0.1, { 'db.system.name': 'mysql' });
    createInstrument(meter, jobs).add(1, { 'shop.kind': 'a' });
    const refused = [
      // @ts-expect-error no url.scheme
      () => duration.record(0.1, { 'http.request.method': 'GET' }),
      // @ts-expect-error http.rout is none
      () => duration.record(0.1, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.rout': '/' }),
      // @ts-expect-error a status code is a number
      () => duration.record(0.1, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': '200' }),
      // @ts-expect-error a histogram has no add()
      () => duration.add(1),
      // @ts-expect-error c is no kind
      () => createInstrument(meter, jobs).add(1, { 'shop.kind': 'c' }),
      // @ts-expect-error a histogram can't be observed
      () => createObservableInstrument(meter, HTTP_SERVER_REQUEST_DURATION),
    ];
    expect(refused).toHaveLength(6);
  });
});

const send = { 'messaging.system.name': 'kafka', 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' } as const;
