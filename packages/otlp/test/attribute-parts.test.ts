import { describe, expect, it } from 'vitest';
import { writeAttributes } from '../src/any-value.js';
import { type AttributeList, type SharedAttributes, writeAttributeParts } from '../src/attribute-parts.js';
import { SPAN_ATTRIBUTES } from '../src/encode-span.js';
import { ProtoWriter } from '../src/proto-writer.js';

const common: AttributeList = ['scheme', 'https', 'server.port', 8443, 'server.address', 'example.org', 'items', ['a', { b: 1 }]];

function written(write: (writer: ProtoWriter) => void): string {
  const writer = new ProtoWriter(8);
  write(writer);
  return Buffer.from(writer.view()).toString('latin1');
}

const objectOf = (list: AttributeList) => {
  const entries = Array.from({ length: list.length / 2 }, (_, index) => [list[2 * index], list[2 * index + 1]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
};

describe('attributes in two parts', () => {
  it.each<[string, SharedAttributes | undefined, AttributeList | undefined]>([
    ['both', { list: common }, ['method', 'GET', 'path', '/ä', 'size', 1.5, 'secure', true]],
    ['shared ones alone', { list: common }, []],
    ['their own alone', undefined, ['method', 'GET', 'path', '/']],
    ['some without a value', { list: ['scheme', undefined, 'port', 1] }, ['method', 'GET', 'route', undefined]],
    ['none at all', undefined, undefined],
  ])('are written as all are, for each span of a connection: %s', (_, shared, own) => {
    const expected = written((writer) => writeAttributes(writer, SPAN_ATTRIBUTES, objectOf([...(shared?.list ?? []), ...(own ?? [])])));
    for (let span = 0; span < 4; span++) expect(written((writer) => writeAttributeParts(writer, shared, own))).toBe(expected);
  });

  it('are encoded once where they are shared, from the second span on', () => {
    const shared: SharedAttributes = { list: common };
    const write = () => written((writer) => writeAttributeParts(writer, shared, []));
    write();
    write();
    const { encoded } = shared;
    expect(Buffer.from(encoded as Uint8Array).toString('latin1')).toBe(write());
    expect(shared.encoded).toBe(encoded);
  });
});
