import { SpanKind } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { type DatabaseAttributes, withDatabaseSpan } from '../src/database-span.js';
import { recordSpans } from './recorded-spans.js';

const spans = recordSpans();

describe('withDatabaseSpan', () => {
  it.each<[string, Omit<DatabaseAttributes, 'db.system.name'>]>([
    ['SELECT users', { 'db.query.summary': 'SELECT users', 'db.operation.name': 'SELECT', 'db.collection.name': 'other' }],
    ['findAndModify users', { 'db.operation.name': 'findAndModify', 'db.collection.name': 'users', 'db.namespace': 'shop' }],
    ['EXECUTE GetUser', { 'db.operation.name': 'EXECUTE', 'db.stored_procedure.name': 'GetUser', 'db.namespace': 'shop' }],
    ['HMSET 15', { 'db.operation.name': 'HMSET', 'db.namespace': '15' }],
    ['PING cache:6379', { 'db.operation.name': 'PING', 'server.address': 'cache', 'server.port': 6379 }],
    ['PING cache', { 'db.operation.name': 'PING', 'server.address': 'cache' }],
    ['PING', { 'db.operation.name': 'PING' }],
    ['shop', { 'db.namespace': 'shop' }],
    ['redis', {}],
  ])('is named %j by the conventions', (name, attributes) => {
    withDatabaseSpan({ 'db.system.name': 'redis', ...attributes }, () => undefined);
    expect(spans()).toMatchObject([{ name, kind: SpanKind.CLIENT, attributes: { 'db.system.name': 'redis', ...attributes } }]);
  });

  it('carries the code of the database as the type of an error, and the kind that it is given', async () => {
    const error = Object.assign(new Error('duplicate key value'), { code: '23505' });
    const insert = withDatabaseSpan(
      { 'db.system.name': 'postgresql', 'db.operation.name': 'INSERT', 'db.collection.name': 'users' },
      { kind: SpanKind.INTERNAL },
      () => Promise.reject(error),
    );
    await expect(insert).rejects.toBe(error);
    expect(spans()).toMatchObject([{ name: 'INSERT users', kind: SpanKind.INTERNAL, attributes: { 'error.type': '23505' } }]);
  });
});
