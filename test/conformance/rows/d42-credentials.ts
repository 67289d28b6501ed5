import { deepEqual, equal } from 'node:assert/strict';
import { inspect } from 'node:util';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

const asks = `const { createServer, get } = require('node:http');
  const server = createServer((_, response) => response.setHeader('set-cookie', 'id=secret').end()).listen(0, '127.0.0.1', async () => {
    const { port } = server.address(); const headers = { authorization: 'Bearer secret', cookie: 'id=secret', 'x-kept': 'kept' };
    await (await fetch('http://127.0.0.1:' + port + '/?sig=secret', { headers })).text();
    get('http://user:secret@127.0.0.1:' + port, { headers, agent: false }, (response) => response.resume().on('end', () => { server.close(); server.closeIdleConnections(); })); });`;
const captured = 'authorization,cookie,set-cookie,x-kept';

export const row: Row = {
  id: 'D42',
  what: 'credentials in URLs, `authorization` and cookies never leave the process',
  tries: {
    'records none of them, even where it is asked to': async ({ receiver, run }) => {
      const sides = ['SERVER', 'CLIENT'].flatMap((side) => ['REQUEST', 'RESPONSE'].map((kind) => `${side}_CAPTURE_${kind}_HEADERS`));
      const variables = Object.fromEntries(sides.map((name) => [`OTEL_INSTRUMENTATION_HTTP_${name}`, captured]));
      const { stderr } = await run(asks, variables);
      equal(receiver.spans.length, 4);
      const all = inspect([receiver.spans, receiver.metrics, receiver.logs], { depth: 12, maxArrayLength: null, maxStringLength: null });
      deepEqual([all.includes('secret'), all.includes('x-kept')], [false, true]);
      deepEqual(
        ['authorization', 'cookie', 'set-cookie'].filter((name) => !told(stderr).some((line) => line.includes(`header ${name} carries`))),
        [],
      );
    },
    'shows none of its own': async ({ run }) => {
      const { stderr } = await run(span, {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:secret@127.0.0.1:1',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret,bad=%zzsecret',
        HTTP_PROXY: 'http://user:secret@127.0.0.1:2',
        TELEWRIGHT_DEBUG_CONFIG: 'true',
        TELEWRIGHT_SHUTDOWN_TIMEOUT: '200',
      });
      deepEqual([stderr.includes('"values"'), stderr.includes('secret')], [true, false]);
    },
  },
};
