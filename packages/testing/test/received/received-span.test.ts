import { decodeTraces, startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { SPAN_ID, TRACE_ID, toProtobuf } from '../payloads.js';
import { postJson } from '../post.js';

const PAYLOAD = {
  resourceSpans: [
    {
      resource: {
        attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }],
        droppedAttributesCount: 1,
      },
      schemaUrl: 'https://example.test/resource',
      scopeSpans: [
        {
          scope: {
            name: 'checkout',
            version: '1.2.3',
            attributes: [{ key: 'scope', value: { boolValue: true } }],
            droppedAttributesCount: 2,
          },
          schemaUrl: 'https://example.test/scope',
          spans: [
            {
              traceId: TRACE_ID,
              spanId: SPAN_ID,
              parentSpanId: '00f067aa0ba902b7',
              traceState: 'vendor=1',
              flags: 0x301,
              name: 'POST /orders',
              kind: 2,
              startTimeUnixNano: '1700000000000000001',
              endTimeUnixNano: '1700000000000000002',
              attributes: [{ key: 'http.request.method', value: { stringValue: 'POST' } }],
              droppedAttributesCount: 3,
              events: [
                {
                  timeUnixNano: '1700000000000000003',
                  name: 'exception',
                  attributes: [{ key: 'n', value: { intValue: '-7' } }],
                  droppedAttributesCount: 4,
                },
              ],
              droppedEventsCount: 5,
              links: [
                {
                  traceId: 'ffffffffffffffffffffffffffffffff',
                  spanId: 'eeeeeeeeeeeeeeee',
                  traceState: 'linked=1',
                  attributes: [{ key: 'x', value: { doubleValue: 0.5 } }],
                  droppedAttributesCount: 6,
                  flags: 0x101,
                },
              ],
              droppedLinksCount: 7,
              status: { message: 'card refused', code: 2 },
            },
            { traceId: TRACE_ID, spanId: 'aaaaaaaaaaaaaaaa', name: 'bare' },
          ],
        },
      ],
    },
  ],
};

const ORIGIN = {
  resource: { attributes: { 'service.name': 'shop' }, droppedAttributesCount: 1, schemaUrl: 'https://example.test/resource' },
  scope: { name: 'checkout', version: '1.2.3', attributes: { scope: true }, droppedAttributesCount: 2 },
  schemaUrl: 'https://example.test/scope',
};

const SPANS = [
  {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    parentSpanId: '00f067aa0ba902b7',
    traceState: 'vendor=1',
    flags: 0x301,
    name: 'POST /orders',
    kind: 'SERVER',
    startTimeUnixNano: 1700000000000000001n,
    endTimeUnixNano: 1700000000000000002n,
    attributes: { 'http.request.method': 'POST' },
    droppedAttributesCount: 3,
    events: [{ timeUnixNano: 1700000000000000003n, name: 'exception', attributes: { n: -7 }, droppedAttributesCount: 4 }],
    droppedEventsCount: 5,
    links: [
      {
        traceId: 'ffffffffffffffffffffffffffffffff',
        spanId: 'eeeeeeeeeeeeeeee',
        traceState: 'linked=1',
        attributes: { x: 0.5 },
        droppedAttributesCount: 6,
        flags: 0x101,
      },
    ],
    droppedLinksCount: 7,
    status: { code: 'ERROR', message: 'card refused' },
    ...ORIGIN,
  },
  {
    traceId: TRACE_ID,
    spanId: 'aaaaaaaaaaaaaaaa',
    flags: 0,
    name: 'bare',
    kind: 'UNSPECIFIED',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: {},
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    status: { code: 'UNSET' },
    ...ORIGIN,
  },
];

describe('spans', () => {
  it('keep every field when they come as protobuf', () => {
    expect(decodeTraces(toProtobuf('Trace', PAYLOAD))).toStrictEqual(SPANS);
  });

  it('keep every field when they come as JSON', async () => {
    const receiver = await startReceiver();
    await postJson(receiver, '/v1/traces', PAYLOAD);
    await receiver.close();
    expect(receiver.spans).toStrictEqual(SPANS);
  });

  it('name their kinds and status codes, and take unknown ones as unspecified', () => {
    const spans = [0, 1, 2, 3, 4, 5, 6].map((kind) => ({ name: 'x', kind, status: { code: kind } }));
    const decoded = decodeTraces(toProtobuf('Trace', { resourceSpans: [{ scopeSpans: [{ spans }] }] }));
    expect(decoded.map((span) => span.kind)).toEqual([
      'UNSPECIFIED',
      'INTERNAL',
      'SERVER',
      'CLIENT',
      'PRODUCER',
      'CONSUMER',
      'UNSPECIFIED',
    ]);
    expect(decoded.map((span) => span.status.code)).toEqual(['UNSET', 'OK', 'ERROR', 'UNSET', 'UNSET', 'UNSET', 'UNSET']);
  });

  it('have an empty resource and scope when none was sent', () => {
    const [span] = decodeTraces(toProtobuf('Trace', { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'x' }] }] }] }));
    expect(span?.resource).toStrictEqual({ attributes: {}, droppedAttributesCount: 0 });
    expect(span?.scope).toStrictEqual({ name: '', attributes: {}, droppedAttributesCount: 0 });
    expect(span).not.toHaveProperty('schemaUrl');
  });
});
