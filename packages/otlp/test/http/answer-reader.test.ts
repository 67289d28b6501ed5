import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../src/http/answer-reader.js';

const read = (...texts: string[]): AnswerReader => {
  const reader = new AnswerReader();
  for (const text of texts) reader.take(text);
  return reader;
};

const seen = ({ status, headers, body, ended, isReusable, errorCode }: AnswerReader) => ({
  status,
  headers: { ...headers },
  body: Buffer.from(body).toString('latin1'),
  ended,
  isReusable,
  errorCode,
});

const good = 'HTTP/1.1 200 OK\r\n';

describe('an answer', () => {
  it.each<[what: string, answer: string, status: number, body: string, isReusable: boolean]>([
    ['with a length', `${good}Content-Length: 5\r\n\r\na\r\nbc`, 200, 'a\r\nbc', true],
    ['without a body', `${good}content-length:0\r\n\r\n`, 200, '', true],
    ['without a reason', 'HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n', 503, '', true],
    ['that has no body by its status', 'HTTP/1.1 204 No Content\r\n\r\n', 204, '', true],
    ['that was not modified, with the length that it would have', 'HTTP/1.1 304 OK\r\nContent-Length: 5\r\n\r\n', 304, '', true],
    [
      'in chunks',
      `${good}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0D;x=y\r\n0\r\n\r\n3\r\nabc\r\n\r\n0\r\n\r\n`,
      200,
      'abc0\r\n\r\n3\r\nabc\r\n',
      true,
    ],
    ['in chunks, with a trailer', `${good}Transfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\nC: d\r\n\r\n`, 200, 'a', true],
    [
      'after some that only inform',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n${good}Content-Length: 1\r\n\r\na`,
      200,
      'a',
      true,
    ],
    ['that ends the connection', `${good}Connection: foo, Close\r\nContent-Length: 1\r\n\r\na`, 200, 'a', false],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na', 200, 'a', false],
    ['of HTTP/1.0 that keeps the connection', 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na', 200, 'a', true],
    ['with something after it', `${good}Content-Length: 1\r\n\r\nab`, 200, 'a', false],
    ['in chunks that are none', `${good}Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n`, 200, 'ab', false],
    ['in chunks that are longer than they say', `${good}Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n`, 200, 'a', false],
  ])('%s is read, wherever it is cut', (_, answer, status, body, isReusable) => {
    expect(seen(read(answer))).toMatchObject({ status, body, ended: true, isReusable, errorCode: undefined });
    for (let cut = 1; cut < answer.length; cut++) {
      expect(seen(read(answer.slice(0, cut), answer.slice(cut)))).toEqual(seen(read(answer)));
    }
    expect(seen(read(...answer))).toEqual(seen(read(answer)));
  });

  it.each<[what: string, answer: string, errorCode: string]>([
    ['of another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'HPE_INVALID_CONSTANT'],
    ['of HTTP/2', 'HTTP/2 200\r\n', 'HPE_INVALID_CONSTANT'],
    ['with a status that is none', 'HTTP/1.1 2000 OK\r\n\r\n', 'HPE_INVALID_STATUS'],
    ['that switches to another protocol', 'HTTP/1.1 101 OK\r\nUpgrade: h2c\r\n\r\n', 'HPE_INVALID_STATUS'],
    ['with a field that has no name', `${good}: a\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['with a folded field', `${good}A: b\r\n c\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['with a NUL', `${good}A: b\0\r\n\r\n`, 'HPE_INVALID_HEADER_TOKEN'],
    ['with a length that is none', `${good}Content-Length: 1x\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    ['with two lengths', `${good}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH'],
    ['with a length and chunks', `${good}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 'HPE_INVALID_TRANSFER_ENCODING'],
    ['whose head does not end', `${good}A: ${'b'.repeat(17_000)}`, 'HPE_HEADER_OVERFLOW'],
  ])('%s is refused, wherever it is cut', (_, answer, errorCode) => {
    expect(seen(read(answer))).toMatchObject({ status: 0, ended: true, isReusable: false, errorCode });
    expect(seen(read(...answer))).toMatchObject({ status: 0, ended: true, isReusable: false, errorCode });
  });

  it('has its fields by their names in lower case', () => {
    const { headers } = read(`${good}Retry-After: 3 \r\nX-A:\t1\r\nx-a: 2\r\n__proto__: 4\r\nContent-Length: 0\r\n\r\n`);
    expect({ ...headers }).toEqual({ 'retry-after': '3', 'x-a': '1, 2', ['__proto__']: '4', 'content-length': '0' });
  });

  it.each(['', 'Transfer-Encoding: gzip\r\n'])('that only the end of the connection ends never ends before, with %j', (field) => {
    expect(seen(read(`${good}${field}\r\nab`, 'c'))).toMatchObject({ status: 200, body: 'abc', ended: false, isReusable: false });
  });

  it.each([
    ['a length', 'Content-Length: 100000\r\n\r\n'],
    ['chunks', 'Transfer-Encoding: chunked\r\n\r\n186a0\r\n'],
    ['neither', '\r\n'],
  ])('with %s is read up to 64 KiB', (_, rest) => {
    const reader = read(`${good}${rest}`, 'a'.repeat(60_000), 'a'.repeat(40_000));
    expect(seen(reader)).toMatchObject({ status: 200, body: 'a'.repeat(65_536), ended: true, isReusable: false });
  });

  it('whose chunk has no size in sight is read no further', () => {
    expect(read(`${good}Transfer-Encoding: chunked\r\n\r\n`, '1;'.padEnd(17_000, 'x')).ended).toBe(true);
  });
});
