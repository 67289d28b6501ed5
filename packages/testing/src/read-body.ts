import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

/** An error that is answered with a status code of its own. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads and unpacks a body, up to a limit on the unpacked size. */
export async function readBody(request: IncomingMessage, limit: number): Promise<{ wireBytes: number; body: Buffer }> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new HttpError(415, `content-encoding ${encoding} is not supported, gzip and identity are`);
  let wireBytes = 0;
  request.on('data', (chunk: Buffer) => {
    wireBytes += chunk.length;
  });
  const stream = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  request.once('error', (error) => stream.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new HttpError(413, `the body is larger than ${limit} bytes`);
    chunks.push(chunk);
  }
  return { wireBytes, body: Buffer.concat(chunks) };
}
