import { describe, expect, it } from 'vitest';
import { encodeLogRecord, type LogRecordData } from '../src/encode-log-record.js';
import { ProtoWriter } from '../src/proto-writer.js';
import { decode } from './decode.js';

const encoded = (record: LogRecordData) => {
  const writer = new ProtoWriter(16);
  encodeLogRecord(writer, record);
  return decode('ScopeLogs', writer.view()).logRecords[0];
};

const bare: LogRecordData = { hrTime: [0, 0], hrTimeObserved: [1_700_000_000, 7], attributes: {}, droppedAttributesCount: 0 };

describe('a log record', () => {
  it('decodes with all it has', () => {
    expect(
      encoded({
        hrTime: [1_700_000_000, 123],
        hrTimeObserved: [1_700_000_001, 456],
        spanContext: { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true },
        severityText: 'warn',
        severityNumber: 13,
        body: { message: 'low disk', free: 0.5 },
        eventName: 'disk.low',
        attributes: { 'host.name': 'a', nested: { list: [1] } },
        droppedAttributesCount: 2,
      }),
    ).toEqual({
      timeUnixNano: '1700000000000000123',
      observedTimeUnixNano: '1700000001000000456',
      severityNumber: 13,
      severityText: 'warn',
      body: {
        kvlistValue: {
          values: [
            { key: 'message', value: { stringValue: 'low disk' } },
            { key: 'free', value: { doubleValue: 0.5 } },
          ],
        },
      },
      attributes: [
        { key: 'host.name', value: { stringValue: 'a' } },
        { key: 'nested', value: { kvlistValue: { values: [{ key: 'list', value: { arrayValue: { values: [{ intValue: '1' }] } } }] } } },
      ],
      droppedAttributesCount: 2,
      flags: 1,
      traceId: Buffer.from('0af7651916cd43dd8448eb211c80319c', 'hex'),
      spanId: Buffer.from('b7ad6b7169203331', 'hex'),
      eventName: 'disk.low',
    });
  });

  it('leaves out what it does not have', () => {
    expect(encoded(bare)).toEqual({ observedTimeUnixNano: '1700000000000000007' });
  });

  it('tells an empty body from none', () => {
    expect(encoded({ ...bare, body: null }).body).toEqual({});
    expect(encoded({ ...bare, body: '' }).body).toEqual({ stringValue: '' });
    expect(encoded({ ...bare, body: undefined }).body).toBeUndefined();
  });
});
