import { describe, expect, it } from 'vitest';
import { assembleRequest } from '../src/assemble-request.js';
import { encodeResource, encodeScope } from '../src/encode-envelope.js';
import { encodeLogRecord } from '../src/encode-log-record.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { decode } from './decode.js';

const items = (...bodies: string[]) => {
  const writer = new ProtoWriter();
  for (const body of bodies) {
    encodeLogRecord(writer, { hrTime: [0, 0], hrTimeObserved: [1, 0], attributes: {}, droppedAttributesCount: 0, body });
  }
  return writer.view();
};

const record = (body: string) => ({ observedTimeUnixNano: '1000000000', body: { stringValue: body } });

describe('a request', () => {
  it('holds resources, their scopes and the items of those, each with its schema', () => {
    const resource = encodeResource({ attributes: { 'service.name': 'shop' }, schemaUrl: 'https://schema/1' });
    const scope = encodeScope({
      name: 'a',
      version: '1.2',
      schemaUrl: 'https://schema/2',
      attributes: { x: 1 },
      droppedAttributesCount: 2,
    });
    const long = 'x'.repeat(20_000);
    const request = assembleRequest([
      {
        resource,
        scopes: [
          { scope, items: [items('one', 'two'), items(long)] },
          { scope: encodeScope({ name: 'b' }), items: [items('four')] },
        ],
      },
      { resource: encodeResource({ attributes: {} }), scopes: [{ scope: encodeScope({ name: '' }), items: [] }] },
    ]);
    expect(decode('LogsData', request).resourceLogs).toEqual([
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        schemaUrl: 'https://schema/1',
        scopeLogs: [
          {
            scope: { name: 'a', version: '1.2', attributes: [{ key: 'x', value: { intValue: '1' } }], droppedAttributesCount: 2 },
            schemaUrl: 'https://schema/2',
            logRecords: [record('one'), record('two'), record(long)],
          },
          { scope: { name: 'b' }, logRecords: [record('four')] },
        ],
      },
      { resource: {}, scopeLogs: [{ scope: {} }] },
    ]);
  });

  it('is a copy that later writing does not change', () => {
    const writer = new ProtoWriter();
    encodeLogRecord(writer, { hrTime: [0, 0], hrTimeObserved: [1, 0], attributes: {}, droppedAttributesCount: 0, body: 'kept' });
    const resource = encodeResource({ attributes: {} });
    const request = assembleRequest([{ resource, scopes: [{ scope: encodeScope({ name: 'a' }), items: [writer.view()] }] }]);
    writer.view().fill(0);
    expect(decode('LogsData', request).resourceLogs[0].scopeLogs[0].logRecords).toEqual([record('kept')]);
  });
});
