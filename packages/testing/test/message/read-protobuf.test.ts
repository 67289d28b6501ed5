import { decodeLogs, decodeMetrics, decodeTraces } from '@telewright/testing';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { encode } from '../encode.js';
import { TRACE_ID, toProtobuf, traces } from '../payloads.js';

/** Wraps the bytes of a span in the messages around it. */
function request(span: Uint8Array): Uint8Array {
  return [2, 2, 1].reduce((bytes, id) => delimited(id, bytes), span);
}

function delimited(id: number, bytes: Uint8Array): Uint8Array {
  return protobuf.Writer.create()
    .uint32((id << 3) | 2)
    .bytes(bytes)
    .finish();
}

describe('reading protobuf', () => {
  it('takes no bytes as an export without items', () => {
    expect(decodeTraces(new Uint8Array(0))).toEqual([]);
  });

  it('skips unknown fields of every wire type', () => {
    const unknown = protobuf.Writer.create();
    unknown.uint32((100 << 3) | 0).uint32(7);
    unknown.uint32((101 << 3) | 1).double(7);
    unknown.uint32((102 << 3) | 2).string('seven');
    unknown.uint32((103 << 3) | 5).fixed32(7);
    const span = Buffer.concat([unknown.finish(), encode('Span', { name: 'known' }), unknown.finish()]);
    expect(decodeTraces(request(span)).map(({ name }) => name)).toEqual(['known']);
  });

  it('skips entity references', () => {
    const resource = { attributes: [{ key: 'a', value: { boolValue: true } }], entityRefs: [{ type: 'service', idKeys: ['a'] }] };
    const [span] = decodeTraces(toProtobuf('Trace', { resourceSpans: [{ resource, scopeSpans: [{ spans: [{}] }] }] }));
    expect(span?.resource.attributes).toEqual({ a: true });
  });

  it('takes numbers of a repeated field packed or one by one', () => {
    const point = protobuf.Writer.create();
    point.uint32((7 << 3) | 1).double(0.5);
    point
      .uint32((7 << 3) | 2)
      .fork()
      .double(1)
      .double(2)
      .ldelim();
    const bytes = [1, 9, 2, 2, 1].reduce((inner, id) => delimited(id, inner), point.finish());
    expect(decodeMetrics(bytes)[0]?.points).toMatchObject([{ explicitBounds: [0.5, 1, 2] }]);
  });

  it('lets the last of several values win', () => {
    const body = (...values: object[]): unknown => {
      const bytes = Buffer.concat(values.map((value) => encode('AnyValue', value)));
      return decodeLogs([5, 2, 2, 1].reduce((inner, id) => delimited(id, inner), bytes as Uint8Array))[0]?.body;
    };
    expect(body({ stringValue: 'first' }, { intValue: '2' })).toBe(2);
    expect(body({ intValue: '1' }, { stringValue: 'last' })).toBe('last');
  });

  it('merges a message that comes in two pieces', () => {
    const span = Buffer.concat([encode('Span', { status: { code: 2 } }), encode('Span', { status: { message: 'late' } })]);
    expect(decodeTraces(request(span))[0]?.status).toEqual({ code: 'ERROR', message: 'late' });
  });

  it.each([
    ['a field in the wrong wire type', 'Span.droppedEventsCount: expected wire type 0, got 5', Uint8Array.of((12 << 3) | 5, 1, 0, 0, 0)],
    ['a trace id of another length', 'Span.traceId: expected 16 bytes, got 15', delimited(1, new Uint8Array(15))],
    ['a span id of another length', 'Span.spanId: expected 8 bytes, got 9', delimited(2, new Uint8Array(9))],
    ['text that is not UTF-8', 'Span.name: ', delimited(5, Uint8Array.of(0xc3, 0x28))],
    ['a number that ends too early', 'Span.flags: ', Uint8Array.of(0x85, 0x01, 1, 2)],
    ['field number 0', 'field number 0', Uint8Array.of(0, 0)],
  ])('refuses %s', (_name, message, span) => {
    expect(() => decodeTraces(request(span))).toThrow(message);
  });

  it('refuses a message that is cut off anywhere', () => {
    const bytes = toProtobuf('Trace', traces('a', 'b'));
    for (let length = 1; length < bytes.length; length++) {
      expect(() => decodeTraces(bytes.subarray(0, length)), `${length} of ${bytes.length} bytes`).toThrow();
    }
  });

  it('refuses a nested message that reaches past the one around it', () => {
    const status = protobuf.Writer.create()
      .uint32((15 << 3) | 2)
      .uint32(3)
      .uint32((3 << 3) | 0)
      .uint32(2)
      .finish();
    const next = encode('Span', { name: 'x' });
    expect(() => decodeTraces(Buffer.concat([request(status), request(next)]))).toThrow('reaches past the end');
  });

  it('refuses values nested without end instead of overflowing the stack', () => {
    let value: Uint8Array = new Uint8Array(0);
    for (let depth = 0; depth < 3000; depth++) value = delimited(5, delimited(1, value));
    const bytes = [5, 2, 2, 1].reduce((inner, id) => delimited(id, inner), value);
    expect(() => decodeLogs(bytes)).toThrow('messages nested deeper than 100');
  });

  it('keeps no reference to the bytes it read', () => {
    const bytes = toProtobuf('Logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { bytesValue: Uint8Array.of(1, 2) } }] }] }] });
    const [record] = decodeLogs(bytes);
    bytes.fill(0);
    expect(record?.body).toEqual(Uint8Array.of(1, 2));
  });

  it('writes ids in lowercase', () => {
    expect(decodeTraces(toProtobuf('Trace', traces('x')))[0]?.traceId).toBe(TRACE_ID);
  });
});
