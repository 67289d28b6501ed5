import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ResourceData, ScopeData } from '../src/encode-envelope.js';
import type { EncodedRequest } from '../src/encoded-request.js';
import { ItemBuffer, type ItemCodec } from '../src/item-buffer.js';
import { logRecordCodec } from '../src/log-exporter.js';
import { metricCodec } from '../src/metric-exporter.js';
import type { ProtoWriter } from '../src/proto-writer.js';
import { spanCodec } from '../src/trace-exporter.js';
import { decode } from './decode.js';
import { anyLogRecord, anyMetric, anySpan, expectedLogRecord, expectedMetric, expectedSpan, resources, scopes } from './generated.js';

interface Word {
  readonly text: string;
  readonly resource?: ResourceData;
  readonly scope?: ScopeData;
  readonly meanwhile?: () => void;
  readonly throws?: boolean;
  readonly count?: number;
}

const shop: ResourceData = { attributes: { 'service.name': 'shop' } };
const scope: ScopeData = { name: 'test' };

/** Words as the entries of `ScopeSpans.spans`, with the text as the name. */
const wordCodec: ItemCodec<Word> = {
  resource: (word) => word.resource ?? shop,
  scope: (word) => word.scope ?? scope,
  count: (word) => word.count ?? 1,
  encode(writer, word) {
    const mark = writer.open(0x12, 1);
    writer.string(0x2a, word.text);
    word.meanwhile?.();
    if (word.throws) throw new Error('unreadable');
    writer.close(mark, 1);
  },
};

function sealed(texts: readonly string[]): EncodedRequest | undefined {
  const buffer = new ItemBuffer(wordCodec);
  for (const text of texts) buffer.add({ text });
  return buffer.seal();
}

/** Gives [resource attributes, [scope, names][]][] of a request. */
const groups = (request: EncodedRequest | undefined): [string, [string, string][]][] =>
  (decode('TracesData', request?.body ?? new Uint8Array()).resourceSpans ?? []).map((entry: never) => {
    const { resource, scopeSpans } = entry as { resource: { attributes?: { value: { stringValue: string } }[] }; scopeSpans: never[] };
    const inScopes = scopeSpans.map((one) => {
      const { scope, spans } = one as { scope: { name?: string }; spans?: { name?: string }[] };
      return [scope.name ?? '', (spans ?? []).map(({ name = '' }) => name).join(' ')];
    });
    return [resource.attributes?.[0]?.value.stringValue ?? '', inScopes];
  });

const words = (...items: (Word | string)[]): ItemBuffer<Word> => {
  const buffer = new ItemBuffer(wordCodec);
  for (const item of items) buffer.add(typeof item === 'string' ? { text: item } : item);
  return buffer;
};

describe('a buffer', () => {
  it('groups by resource and scope, whatever the order, and keeps the order inside', () => {
    const other = { name: 'other' };
    const yard: ResourceData = { attributes: { 'service.name': 'yard' } };
    const request = words('a', { text: 'b', scope: other }, 'c', { text: 'd', resource: yard }, { text: 'e', scope: other }, 'f').seal();
    expect(groups(request)).toEqual([
      [
        'shop',
        [
          ['test', 'a c f'],
          ['other', 'b e'],
        ],
      ],
      ['yard', [['test', 'd']]],
    ]);
    expect(request?.items).toBe(6);
  });

  it('gives nothing where there is nothing, and forgets what it gave', () => {
    const buffer = words();
    expect(buffer.seal()).toBeUndefined();
    buffer.add({ text: 'a' });
    expect([buffer.items, buffer.bytes > 0]).toEqual([1, true]);
    const first = buffer.seal();
    expect([buffer.items, buffer.bytes, buffer.seal()]).toEqual([0, 0, undefined]);
    buffer.add({ text: 'b' });
    expect(groups(buffer.seal())).toEqual([['shop', [['test', 'b']]]]);
    expect(groups(first)).toEqual([['shop', [['test', 'a']]]]);
  });

  it('leaves out what can not be encoded, wherever that fails, and counts it', () => {
    const unreadable = (field: string): Word =>
      Object.defineProperty({ text: 'x' }, field, {
        get: () => {
          throw new Error(field);
        },
      });
    const buffer = words(
      { text: 'x', throws: true },
      'a',
      unreadable('resource'),
      unreadable('scope'),
      'b',
      unreadable('text'),
      unreadable('count'),
    );
    expect(buffer.takeDropped()).toBe(5);
    expect(buffer.takeDropped()).toBe(0);
    expect(groups(buffer.seal())).toEqual([['shop', [['test', 'a b']]]]);
  });

  it('has no scope in which nothing could be encoded', () => {
    const buffer = words({ text: 'x', throws: true, scope: { name: 'broken' } }, 'a');
    expect(groups(buffer.seal())).toEqual([['shop', [['test', 'a']]]]);
  });

  it('takes nothing of an item that stands for nothing, such as a metric without points', () => {
    const buffer = words({ text: 'empty', count: 0 });
    expect([buffer.items, buffer.bytes, buffer.seal()]).toEqual([0, 0, undefined]);
    buffer.add({ text: 'three', count: 3 });
    expect(buffer.seal()?.items).toBe(3);
  });

  it('takes what is added while another item is encoded after that one, however much it is', () => {
    const buffer = words();
    const adds: Word[] = Array.from({ length: 20_000 }, (_, index) => ({ text: String(index) }));
    buffer.add({
      text: 'outer',
      meanwhile() {
        for (const word of adds) buffer.add(word);
        expect([buffer.items, buffer.seal()]).toEqual([0, undefined]);
      },
    });
    expect(groups(buffer.seal())).toEqual([['shop', [['test', ['outer', ...adds.map(({ text }) => text)].join(' ')]]]]);
  });

  it('takes an item that encodes itself between others, and forgets what it wrote if it could not', () => {
    const buffer = new ItemBuffer(wordCodec);
    const self = (text: string, could: boolean) => ({
      encode(writer: ProtoWriter) {
        wordCodec.encode(writer, { text });
        return could;
      },
    });
    buffer.add({ text: 'one' });
    expect(buffer.append(self('two', true), shop, scope)).toBe(true);
    expect(buffer.append(self('lost', false), shop, scope)).toBe(false);
    const throwing = {
      encode(writer: ProtoWriter): boolean {
        wordCodec.encode(writer, { text: 'lost' });
        throw new Error('unreadable');
      },
    };
    expect(() => buffer.append(throwing, shop, scope)).toThrow('unreadable');
    const inner: boolean[] = [];
    buffer.add({ text: 'three', meanwhile: () => void inner.push(buffer.append(self('inner', true), shop, scope)) });
    expect(inner).toEqual([false]);
    expect(buffer.items).toBe(3);
    expect(groups(buffer.seal())).toEqual(groups(sealed(['one', 'two', 'three'])));
  });

  it('takes what is added while another item turns out to be unreadable', () => {
    const buffer = words();
    buffer.add({
      text: 'outer',
      throws: true,
      meanwhile: () => buffer.add({ text: 'inner', meanwhile: () => buffer.add({ text: 'innermost' }) }),
    });
    expect(groups(buffer.seal())).toEqual([['shop', [['test', 'inner innermost']]]]);
    expect(buffer.takeDropped()).toBe(1);
  });

  it('encodes a resource once, but not before all of it is known', () => {
    let reads = 0;
    const late = {
      asyncAttributesPending: true,
      get attributes() {
        reads++;
        return { 'service.name': late.asyncAttributesPending ? 'early' : 'late' };
      },
    };
    const buffer = words();
    const round = (): unknown => {
      buffer.add({ text: 'a', resource: late });
      return groups(buffer.seal())[0]?.[0];
    };
    expect([round(), round(), reads]).toEqual(['early', 'early', 2]);
    late.asyncAttributesPending = false;
    expect([round(), round(), round(), reads]).toEqual(['late', 'late', 'late', 3]);
  });
});

describe('a request of anything', () => {
  const attributesOf = ({ attributes }: ResourceData) => Object.keys(attributes).length;
  const check = <Item>(
    arbitrary: fc.Arbitrary<Item>,
    codec: ItemCodec<Item>,
    [message, list, inner, items]: readonly [string, string, string, string],
    expected: (item: Item) => unknown,
  ): void => {
    const buffer = new ItemBuffer(codec);
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 8 }), (all) => {
        for (const item of all) buffer.add(item);
        const request = buffer.seal();
        expect(buffer.takeDropped()).toBe(0);
        expect(request?.items).toBe(all.reduce((sum, item) => sum + codec.count(item), 0));
        const decoded = decode(message, request?.body ?? new Uint8Array());
        const found = new Map<string, unknown[]>();
        for (const entry of decoded[list])
          for (const one of entry[inner])
            found.set(`${entry.schemaUrl}|${entry.resource.attributes?.length ?? 0}|${one.schemaUrl}|${one.scope.name ?? ''}`, one[items]);
        const wanted = new Map<string, unknown[]>();
        for (const item of all) {
          const [resource, owner] = [codec.resource(item), codec.scope(item)];
          const key = `${resource.schemaUrl}|${attributesOf(resource)}|${owner.schemaUrl}|${owner.name}`;
          wanted.set(key, [...(wanted.get(key) ?? []), expected(item)]);
        }
        expect(found).toEqual(wanted);
      }),
      { numRuns: 60 },
    );
  };

  it('decodes to the same spans', () => {
    check(anySpan, spanCodec, ['TracesData', 'resourceSpans', 'scopeSpans', 'spans'], expectedSpan);
  });

  it('decodes to the same log records', () => {
    check(anyLogRecord, logRecordCodec, ['LogsData', 'resourceLogs', 'scopeLogs', 'logRecords'], expectedLogRecord);
  });

  it('decodes to the same metrics', () => {
    check(anyMetric, metricCodec, ['MetricsData', 'resourceMetrics', 'scopeMetrics', 'metrics'], expectedMetric);
  });

  it('has each resource and scope with all of its own', () => {
    const buffer = new ItemBuffer(wordCodec);
    for (const resource of resources) for (const one of scopes) buffer.add({ text: 'a', resource, scope: one });
    const { resourceSpans } = decode('TracesData', buffer.seal()?.body ?? new Uint8Array());
    expect(resourceSpans).toHaveLength(3);
    expect(resourceSpans[0].schemaUrl).toBe('https://opentelemetry.io/schemas/1.45.0');
    const [first] = resourceSpans[0].scopeSpans;
    expect(first).toMatchObject({
      schemaUrl: 'https://opentelemetry.io/schemas/1.44.0',
      scope: { name: 'a', version: '1.2.3', attributes: [{ key: 'short', value: { boolValue: true } }], droppedAttributesCount: 3 },
    });
  });
});
