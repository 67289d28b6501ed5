import { describe, expect, it } from 'vitest';
import { ProtoWriter } from '../src/proto-writer.js';
import { type SharedAttributes, writeSharedAttributes } from '../src/shared-attributes.js';
import { byKey, decode } from './decode.js';

type Values = Record<string, unknown>;

const common = { method: '', scheme: 'https', path: '', 'server.port': 8443, 'server.address': 'example.org' };

const share = (): SharedAttributes => ({ attributes: common });

function write(attributes: Values, shared: SharedAttributes): { key: string; value: object }[] {
  const writer = new ProtoWriter(8);
  writeSharedAttributes(writer, attributes, shared);
  return decode('Span', writer.view()).attributes ?? [];
}

const changes: [name: string, change: (attributes: Values) => Values][] = [
  ['as they were', (attributes) => attributes],
  ['with further ones', (attributes) => ({ ...attributes, 'http.route': '/a', items: ['a', { b: 1 }] })],
  ['with a shared one that was changed', (attributes) => ({ ...attributes, 'server.address': '[REDACTED]' })],
  ['with a shared one of the same text as a number', (attributes) => ({ ...attributes, 'server.port': '8443' })],
  ['without a shared one', ({ scheme: _, ...rest }) => rest],
  ['without one of their own', ({ path: _, ...rest }) => rest],
  ['without the last one', ({ 'server.address': _, ...rest }) => rest],
  ['with the value of a shared one under another name', ({ method, scheme, ...rest }) => ({ method, protocol: scheme, ...rest })],
  ['in another order', (attributes) => Object.fromEntries(Object.entries(attributes).reverse())],
  ['with another one in front', (attributes) => ({ first: 1, ...attributes })],
  ['empty', () => ({})],
];

describe('attributes that begin with shared ones', () => {
  it.each(changes)('are written as all are: %s', (_, change) => {
    const shared = share();
    for (let span = 0; span < 4; span++) {
      const attributes = change({ ...common, method: 'GET', path: `/orders/${span}` });
      const expected = write(attributes, { attributes: {} });
      expect(byKey(write(attributes, shared))).toEqual(byKey(expected));
      expect(write(attributes, shared)).toHaveLength(expected.length);
    }
  });

  it('are encoded once, from the second span on, and copied', () => {
    const shared = share();
    const attributes = { ...common, method: 'GET', path: '/' };
    const own = ['method', 'path'];
    const isOwn = () => write(attributes, shared).map(({ key }) => own.includes(key));
    expect(isOwn()).toEqual([true, false, true, false, false]);
    expect(isOwn()).toEqual([false, false, false, true, true]);
    const { encoded } = shared;
    expect(isOwn()).toEqual([false, false, false, true, true]);
    expect(shared.encoded).toBe(encoded);
  });

  it('leave out what they inherit', () => {
    const shared = share();
    const attributes = Object.assign(Object.create({ inherited: 1 }), common);
    for (let span = 0; span < 3; span++) expect(byKey(write(attributes, shared))).not.toHaveProperty('inherited');
  });
});
