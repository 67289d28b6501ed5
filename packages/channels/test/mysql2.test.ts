import { once } from 'node:events';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { assert, property, string, uniqueArray } from 'fast-check';
import mysql from 'mysql2';
import promise from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { describeSql } from '../src/describe-sql.js';
import { listenToMysql2 } from '../src/mysql2.js';
import { VERSION } from '../src/version.js';
import { startMysql } from './mysql-server.js';
import { cleanup, listening, startTelemetry } from './telemetry.js';

async function started() {
  const telemetry = startTelemetry();
  listening(listenToMysql2());
  const server = await startMysql();
  const options = { host: '127.0.0.1', port: server.port, user: 'ada', password: 'secret', database: 'shop' };
  const connection = await promise.createConnection(options);
  cleanup(() => connection.destroy());
  const common = { 'db.system.name': 'mysql', 'db.namespace': 'shop', 'server.address': '127.0.0.1', 'server.port': server.port };
  return { telemetry, server, connection, options, common };
}

describe('a query of mysql2', () => {
  it('has a CLIENT span with the attributes of the conventions, without the values', async () => {
    const { telemetry, server, connection, common } = await started();
    const [rows] = await connection.query("SELECT a FROM orders WHERE id = ? AND kind = 'secret'", [4711]);
    expect(rows).toEqual([{ a: '1' }]);
    expect(server.statements).toEqual(["SELECT a FROM orders WHERE id = 4711 AND kind = 'secret'"]);
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span).toMatchObject({
      name: 'SELECT orders',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      instrumentationScope: { name: '@telewright/channels/mysql2', version: VERSION },
    });
    const summary = { 'db.operation.name': 'SELECT', 'db.query.summary': 'SELECT orders' };
    expect(span?.attributes).toEqual({ ...common, ...summary, 'db.query.text': 'SELECT a FROM orders WHERE id = ? AND kind = ?' });
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes, value.count])).toEqual([[{ ...common, ...summary }, 1]]);
    expect(metric?.dataPoints[0]?.value.buckets.boundaries).toEqual([0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]);
    expect(telemetry.started()).toBe(1);
    expect(telemetry.problems).toEqual([]);
  });

  it('can be a prepared statement', async () => {
    const { telemetry, connection, common } = await started();
    const [rows] = await connection.execute('SELECT a FROM orders WHERE id = ?', ['secret']);
    expect(rows).toHaveLength(1);
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.name).toBe('SELECT orders');
    expect(span?.attributes).toMatchObject({ ...common, 'db.query.text': 'SELECT a FROM orders WHERE id = ?' });
  });

  it('fails with the number of the error, and the caller gets it', async () => {
    const { telemetry, connection } = await started();
    await expect(connection.query('SELECT * FROM broken')).rejects.toMatchObject({ code: 'ER_NO_SUCH_TABLE', errno: 1146 });
    await expect(connection.execute('SELECT * FROM broken, b WHERE a = ?', [1])).rejects.toMatchObject({ errno: 1146 });
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    for (const span of spans) {
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
      expect(span.attributes).toMatchObject({ 'error.type': '1146', 'db.response.status_code': '1146' });
    }
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.dataPoints.map(({ attributes, value }) => [attributes['error.type'], value.count])).toEqual([
      ['1146', 1],
      ['1146', 1],
    ]);
  });

  it('fails with the code of the connection when that breaks', async () => {
    const { telemetry, connection } = await started();
    await expect(connection.query('SELECT leave')).rejects.toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' });
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.attributes['error.type']).toBe('PROTOCOL_CONNECTION_LOST');
    expect(span?.attributes).not.toHaveProperty('db.response.status_code');
  });

  it('works with callbacks and with events', async () => {
    const { telemetry, options } = await started();
    const connection = mysql.createConnection(options);
    cleanup(() => connection.destroy());
    const rows = await new Promise((resolve, reject) =>
      connection.query('SELECT 1 FROM a', (error, result) => (error ? reject(error) : resolve(result))),
    );
    expect(rows).toHaveLength(1);
    await once(
      connection.query('SELECT 1 FROM b').on('result', () => {}),
      'end',
    );
    const spans = await telemetry.ended(SpanKind.CLIENT, 2);
    expect(spans.map(({ name }) => name)).toEqual(['SELECT a', 'SELECT b']);
  });

  it('ends when its answer is there, not after the callback', async () => {
    const { telemetry, options } = await started();
    const connection = mysql.createConnection(options);
    cleanup(() => connection.destroy());
    const ended = await new Promise<number>((resolve) => connection.query('SELECT 1', () => resolve(telemetry.spans().length)));
    expect(ended).toBe(1);
  });

  it('is a child of what is active, also through a pool, and does not become active itself', async () => {
    const { telemetry, options } = await started();
    const pool = promise.createPool({ ...options, connectionLimit: 2 });
    cleanup(() => pool.end());
    const tracer = trace.getTracer('app');
    const parents = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const parent = tracer.startSpan(`parent ${i}`);
        await context.with(trace.setSpan(context.active(), parent), async () => {
          await pool.query(`SELECT ${i} FROM t${i}`);
          expect(trace.getActiveSpan()).toBe(parent);
        });
        return [`SELECT t${i}`, parent.spanContext().spanId];
      }),
    );
    const spans = await telemetry.ended(SpanKind.CLIENT, 20);
    expect(spans.map((span) => [span.name, span.parentSpanContext?.spanId]).sort()).toEqual(parents.sort());
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('has a callback that runs in the context of its caller, also when it waited in a pool', async () => {
    const { options } = await started();
    const pool = mysql.createPool({ ...options, connectionLimit: 1 });
    cleanup(() => pool.promise().end());
    const tracer = trace.getTracer('app');
    const seen = await Promise.all(
      Array.from({ length: 5 }, (_, i) => {
        const span = tracer.startSpan(`request ${i}`);
        return context.with(
          trace.setSpan(context.active(), span),
          () =>
            new Promise<boolean[]>((resolve) =>
              pool.getConnection((_error, connection) => {
                const isOwn = trace.getActiveSpan() === span;
                connection.query('SELECT 1', () => {
                  resolve([isOwn, trace.getActiveSpan() === span]);
                  connection.release();
                });
              }),
            ),
        );
      }),
    );
    expect(seen).toEqual(Array(5).fill([true, true]));
    expect(trace.getActiveSpan()).toBeUndefined();
  });

  it('is not traced where tracing is suppressed, and not doubled when two listen', async () => {
    const { telemetry, connection } = await started();
    await context.with(suppressTracing(context.active()), () => connection.query('SELECT 1'));
    listening(listenToMysql2());
    await connection.query('SELECT 2');
    await telemetry.ended(SpanKind.CLIENT, 1);
    expect(telemetry.started()).toBe(1);
  });
});

describe('a pool of mysql2', () => {
  it('that gets no connection has a failed span in place of the query', async () => {
    const { telemetry, server, common } = await started();
    const pool = promise.createPool({ host: '127.0.0.1', port: 1, user: 'ada', password: 'secret', database: 'shop' });
    cleanup(() => pool.end());
    const parent = trace.getTracer('app').startSpan('request');
    await context.with(trace.setSpan(context.active(), parent), () => expect(pool.query('SELECT 1')).rejects.toThrow('ECONNREFUSED'));
    const [span] = await telemetry.ended(SpanKind.CLIENT, 1);
    expect(span?.name).toBe('connect');
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span?.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    const attributes = { ...common, 'server.port': 1, 'error.type': 'ECONNREFUSED' };
    expect(span?.attributes).toEqual(attributes);
    expect(server.port).not.toBe(1);
    const metric = await telemetry.histogram('db.client.operation.duration');
    expect(metric?.dataPoints.map((point) => [point.attributes, point.value.count])).toEqual([[attributes, 1]]);
  });
});

describe('a connection of mysql2', () => {
  it('that fails is as uncaught as without us', async () => {
    startTelemetry();
    listening(listenToMysql2());
    const connection = mysql.createConnection({ host: '127.0.0.1', port: 1 });
    expect(connection.listenerCount('error')).toBe(0);
    const [error] = await once(connection, 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('values that mysql2 puts into a statement', () => {
  it('never come through', () => {
    assert(
      property(uniqueArray(string({ unit: 'binary' }), { maxLength: 4 }), (values) => {
        const sql = mysql.format(`SELECT ${values.map(() => '?').join(' + ')} FROM t`, values);
        expect(describeSql(sql, false).text).toBe(`SELECT ${values.map(() => '?').join(' + ')} FROM t`);
      }),
    );
    const others = mysql.format('SELECT ?, ?, ?, ?, ?', [1.5, true, null, new Date(0), Buffer.from('secret')]);
    expect(describeSql(others, false).text).toBe('SELECT ?, true, NULL, ?, X?');
  });
});
