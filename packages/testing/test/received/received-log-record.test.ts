import { decodeLogs, startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { SPAN_ID, TRACE_ID, toProtobuf } from '../payloads.js';
import { postJson } from '../post.js';

const PAYLOAD = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeLogs: [
        {
          scope: { name: 'pino' },
          logRecords: [
            {
              timeUnixNano: '1700000000000000001',
              observedTimeUnixNano: '1700000000000000002',
              severityNumber: 17,
              severityText: 'ERROR',
              body: { kvlistValue: { values: [{ key: 'msg', value: { stringValue: 'no stock' } }] } },
              attributes: [{ key: 'order', value: { intValue: '9007199254740993' } }],
              droppedAttributesCount: 1,
              flags: 1,
              traceId: TRACE_ID,
              spanId: SPAN_ID,
              eventName: 'order.refused',
            },
            {},
          ],
        },
      ],
    },
  ],
};

const ORIGIN = {
  resource: { attributes: { 'service.name': 'shop' }, droppedAttributesCount: 0 },
  scope: { name: 'pino', attributes: {}, droppedAttributesCount: 0 },
};

const RECORDS = [
  {
    timeUnixNano: 1700000000000000001n,
    observedTimeUnixNano: 1700000000000000002n,
    severityNumber: 17,
    severityText: 'ERROR',
    body: { msg: 'no stock' },
    attributes: { order: 9007199254740993n },
    droppedAttributesCount: 1,
    flags: 1,
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    eventName: 'order.refused',
    ...ORIGIN,
  },
  {
    timeUnixNano: 0n,
    observedTimeUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: null,
    attributes: {},
    droppedAttributesCount: 0,
    flags: 0,
    eventName: '',
    ...ORIGIN,
  },
];

describe('log records', () => {
  it('keep every field when they come as protobuf', () => {
    expect(decodeLogs(toProtobuf('Logs', PAYLOAD))).toStrictEqual(RECORDS);
  });

  it('keep every field when they come as JSON', async () => {
    const receiver = await startReceiver();
    await postJson(receiver, '/v1/logs', PAYLOAD);
    await receiver.close();
    expect(receiver.logs).toStrictEqual(RECORDS);
  });
});
