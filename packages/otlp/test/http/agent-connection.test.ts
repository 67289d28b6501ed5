import { createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AgentConnection } from '../../src/http/agent-connection.js';
import type { AttemptOutcome, Connection } from '../../src/http/connection.js';
import { DirectConnection } from '../../src/http/direct-connection.js';
import { listen, startServer } from '../http-server.js';

const { signal } = new AbortController();
const options = (url: string) => ({ url: new URL(url), connectTimeoutMillis: 2000 });
const open = (connection: Connection): Connection => {
  onTestFinished(() => connection.close());
  return connection;
};
const attempt = (connection: Connection): Promise<AttemptOutcome> =>
  connection.attempt({ 'content-length': '1' }, new Uint8Array(1), signal);

describe.each([
  ['by an agent', AgentConnection],
  ['directly', DirectConnection],
])('a connection that is made %s', (_, Made) => {
  it('reads 64 KiB of an answer', async () => {
    const { url } = await startServer((response) => response.end(Buffer.alloc(100_000, 1)));
    expect(await attempt(open(new Made(options(url))))).toMatchObject({ kind: 'answer', status: 200, body: Buffer.alloc(65_536, 1) });
  });

  it('ends at once when it is told to', async () => {
    const { url } = await startServer(() => {});
    const controller = new AbortController();
    const connection = open(new Made(options(url)));
    const attempted = connection.attempt({ 'content-length': '1' }, new Uint8Array(1), controller.signal);
    setTimeout(() => controller.abort(), 20);
    expect(await attempted).toMatchObject({ kind: 'error', staleSocket: false });
    expect(await connection.attempt({ 'content-length': '1' }, new Uint8Array(1), controller.signal)).toMatchObject({ kind: 'error' });
  });
});

const good = 'HTTP/1.1 200 OK\r\n';

/** What a server may answer; what Node's client makes of it is what ours has to. */
const answers = [
  `${good}Content-Type: text/plain\r\nRetry-After: 3\r\nContent-Length: 3\r\n\r\nabc`,
  `${good}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n`,
  `${good}Transfer-Encoding: gzip, chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n`,
  `${good}\r\nabc`,
  `${good}Content-Length: 5\r\n\r\nabc`,
  `${good}Transfer-Encoding: chunked\r\n\r\n5\r\nabc`,
  `${good}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
  `HTTP/1.1 100 Continue\r\n\r\n${good}Content-Length: 3\r\n\r\nabc`,
  `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${good}Content-Length: 3\r\n\r\nabc`,
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n',
  'HTTP/1.0 200 OK\r\n\r\nabc',
  'HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n',
  `${good}Content-Length: 3\r\n\r\n\xff\xfe\xfd`,
  'HTTP/1.1',
  '',
  good,
  'HTTP/1.1 20 OK\r\n\r\n',
  `${good}A\0: b\r\n\r\n`,
  `${good}Content-Length: x\r\n\r\n`,
  `${good}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
  `${good}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  `${good}A: ${'b'.repeat(20_000)}\r\n\r\n`,
  'SSH-2.0-OpenSSH_9.6\r\n',
];

it.each(answers)('what a server says by %j is to a direct connection what it is to Node’s client', async (answer) => {
  const server = createServer((socket: Socket) => socket.on('error', () => {}).once('data', () => socket.end(answer, 'latin1')));
  const url = `http://127.0.0.1:${await listen(server)}/`;
  const [byNode, directly] = await Promise.all([AgentConnection, DirectConnection].map((Made) => attempt(open(new Made(options(url))))));
  expect(plain(directly)).toEqual(plain(byNode));
});

/** Takes out what is not the same on purpose: all fields, and which error of the answer it is. */
function plain(outcome: AttemptOutcome | undefined): unknown {
  if (outcome?.kind !== 'answer') return { ...outcome, code: outcome?.code?.replace(/^HPE_.*/, 'HPE_') };
  const { status, headers, body } = outcome;
  return { status, type: headers['content-type'], retryAfter: headers['retry-after'], body: Buffer.from(body).toString('latin1') };
}
