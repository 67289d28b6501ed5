import { describe, expect, it } from 'vitest';
import type { ExportEvent } from '../src/export-event.js';
import { createTransport } from '../src/transport.js';
import { encode } from './decode.js';
import { startServer } from './http-server.js';

const body = new Uint8Array(8);

describe('a secret', () => {
  it('reaches the server as basic authentication, and no event, result or message', async () => {
    const { url, received } = await startServer((response) => {
      const { authorization } = received.at(-1)?.headers ?? {};
      response
        .writeHead(403, { 'content-type': 'text/plain' })
        .end(`you are ${authorization}, alice:open%sesame with\u001b[31m\n key topsecret`);
    });
    const events: ExportEvent[] = [];
    const transport = createTransport({
      url: url.replace('http://', 'http://alice:open%25sesame@').concat('?key=topsecret'),
      signal: 'traces',
      headers: { 'x-key': 'Key topsecret' },
      onEvent: (event) => events.push(event),
    });
    const result = await transport.send(body, 1);
    const basic = Buffer.from('alice:open%sesame').toString('base64');
    expect(received[0]).toMatchObject({ url: '/v1/traces?key=topsecret', headers: { authorization: `Basic ${basic}` } });
    expect(result).toMatchObject({ message: `${url} answered 403: you are Basic ***, *** with [31m key ***` });
    expect(JSON.stringify([events, result])).not.toMatch(new RegExp(`topsecret|sesame|alice|${basic}`));
    await transport.shutdown();
  });

  it('is cut out of the message of an error in protobuf', async () => {
    const answer = encode('RpcStatus', { code: 16, message: `bad token abcdef123456 ${'x'.repeat(1000)}` });
    const { url } = await startServer((response) => response.writeHead(401, { 'content-type': 'application/x-protobuf' }).end(answer));
    const transport = createTransport({ url, signal: 'logs', headers: { authorization: 'Bearer abcdef123456' } });
    const result = await transport.send(body, 1);
    expect(result).toMatchObject({ message: `${url} answered 401: ${'bad token *** '.padEnd(256, 'x')}` });
    await transport.shutdown();
  });

  it('does not show where a header is invalid', async () => {
    const { url, received } = await startServer();
    const transport = createTransport({ url, signal: 'logs', headers: { authorization: 'Bearer hidden\n' } });
    expect(await transport.send(body, 1)).toEqual({
      outcome: 'failed',
      reason: 'headers',
      code: 'ERR_INVALID_CHAR',
      retryable: false,
      message: `a header for ${url} has an invalid name or value`,
    });
    expect(received).toEqual([]);
    await transport.shutdown();
  });

  it('does not show where the function for headers fails', async () => {
    const { url } = await startServer();
    const headers = () => Promise.reject(new Error('no answer for client hidden'));
    const transport = createTransport({ url, signal: 'logs', headers, retry: { maxRetries: 0 } });
    expect(await transport.send(body, 1)).toEqual({
      outcome: 'failed',
      reason: 'headers',
      retryable: true,
      message: `the headers for ${url} could not be had`,
    });
    await transport.shutdown();
  });
});
