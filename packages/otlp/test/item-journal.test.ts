import { describe, expect, it } from 'vitest';
import { encodeResource, encodeScope } from '../src/encode-envelope.js';
import { encodeLogRecord } from '../src/encode-log-record.js';
import { ItemJournal, readJournal } from '../src/item-journal.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { decode } from './decode.js';

const resource = encodeResource({ attributes: { 'service.name': 'x' }, schemaUrl: 'https://schema' });
const scope = (name: string) => encodeScope({ name });
function record(body: string): Uint8Array {
  const writer = new ProtoWriter();
  encodeLogRecord(writer, { hrTime: [1, 0], hrTimeObserved: [1, 0], body, attributes: {}, droppedAttributesCount: 0 });
  return writer.view();
}

describe('a journal', () => {
  it('gives back what was appended, by scope, from its memory alone', () => {
    const journal = new ItemJournal();
    journal.define(0, resource, scope('a'));
    journal.define(1, resource, scope('b'));
    journal.append(0, record('first'), 1);
    journal.append(1, record('second'), 1);
    journal.append(0, record('third'), 1);
    const request = readJournal(journal.memory);
    expect(request?.items).toBe(3);
    const ofScope = (name: string, ...bodies: string[]) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'x' } }] },
      schemaUrl: 'https://schema',
      scopeLogs: [{ scope: { name }, logRecords: bodies.map((stringValue) => ({ body: { stringValue } })) }],
    });
    expect(decode('LogsData', request?.body as Uint8Array)).toMatchObject({
      resourceLogs: [ofScope('a', 'first', 'third'), ofScope('b', 'second')],
    });
  });

  it('has nothing after it was cleared, and before there is an item', () => {
    const journal = new ItemJournal();
    journal.define(0, resource, scope('a'));
    expect(readJournal(journal.memory)).toBeUndefined();
    journal.append(0, record('first'), 1);
    journal.reset();
    expect(readJournal(journal.memory)).toBeUndefined();
  });

  it('grows, and leaves out what is too much', () => {
    const journal = new ItemJournal();
    journal.define(0, resource, scope('a'));
    const large = record('x'.repeat(1_000_000));
    for (let count = 0; count < 10; count++) journal.append(0, large, 1);
    expect(readJournal(journal.memory)?.items).toBe(4);
  });
});
