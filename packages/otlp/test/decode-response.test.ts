import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePartialSuccess, decodeStatusMessage } from '../src/decode-response.js';
import { encode } from './decode.js';

const answer = (partialSuccess: object) => encode('ExportResponse', { partialSuccess });

describe('a response', () => {
  it.each([
    [answer({ rejected: 300, errorMessage: 'zu alt: ä' }), { rejected: 300, message: 'zu alt: ä' }],
    [answer({ errorMessage: 'deprecated' }), { rejected: 0, message: 'deprecated' }],
    [answer({ rejected: 1 }), { rejected: 1, message: '' }],
    [answer({}), undefined],
    [new Uint8Array(), undefined],
  ])('tells its partial success %#', (body, partial) => {
    expect(decodePartialSuccess(body)).toEqual(partial);
  });

  it('passes over fields of any type that it does not know', () => {
    const unknown = [0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0x1d, 0, 0, 0, 0, 0x20, 0x96, 0x01, 0x2a, 1, 65];
    expect(decodePartialSuccess(Buffer.concat([Buffer.from(unknown), answer({ rejected: 2 })]))).toEqual({ rejected: 2, message: '' });
  });

  it('tells the message of a status', () => {
    expect(decodeStatusMessage(encode('RpcStatus', { code: 8, message: 'slow down' }))).toBe('slow down');
    expect(decodeStatusMessage(new Uint8Array([0xff]))).toBe('');
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodePartialSuccess(bytes);
        decodePartialSuccess(Buffer.concat([new Uint8Array([0x0a, bytes.length]), bytes]));
        decodeStatusMessage(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
