import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal.js';

const decompress = promisify(gunzip);

/** A body as it came over the wire, or without its bytes when there were too many of them. */
export interface WireBody {
  readonly bytes: Buffer | undefined;
  readonly wireBytes: number;
}

/**
 * Reads a body to its end, but keeps no more than `maxBodyBytes`: a client that is still writing would not see an early answer.
 * Rejects when the client leaves half way.
 */
export async function readBody(request: IncomingMessage, maxBodyBytes: number): Promise<WireBody> {
  const chunks: Buffer[] = [];
  let wireBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    wireBytes += chunk.length;
    if (wireBytes > maxBodyBytes) chunks.length = 0;
    else chunks.push(chunk);
  }
  return { bytes: wireBytes > maxBodyBytes ? undefined : Buffer.concat(chunks), wireBytes };
}

/** Undoes the content encoding. Throws a Refusal for an unknown one, for bytes that are not in it, and for too many of them. */
export async function decodeBody(body: WireBody, contentEncoding: string | undefined, maxBodyBytes: number): Promise<Buffer> {
  const compressed = contentEncoding === 'gzip';
  if (!compressed && contentEncoding !== undefined && contentEncoding !== 'identity') {
    throw new Refusal(415, `unsupported content encoding ${contentEncoding}: expected gzip or identity`);
  }
  if (body.bytes === undefined) throw new Refusal(413, `a body of ${body.wireBytes} bytes is over the limit of ${maxBodyBytes}`);
  if (!compressed) return body.bytes;
  try {
    return await decompress(body.bytes, { maxOutputLength: maxBodyBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new Refusal(413, `the decompressed body is over the limit of ${maxBodyBytes} bytes`, { cause });
    }
    throw new Refusal(400, `not gzip: ${(cause as Error).message}`, { cause });
  }
}
