import type { IncomingMessage } from 'node:http';
import { countItems, type ExportItems, JSON_TYPE, NO_ITEMS, PROTOBUF, readItems } from './export-items.js';
import { decodeBody, readBody, type WireBody } from './read-body.js';
import type { ArrivedRequest, Signal } from './received-request.js';
import { Refusal } from './refusal.js';

const SIGNALS: ReadonlyMap<string, Signal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/metrics', 'metrics'],
  ['/v1/logs', 'logs'],
]);

/** A request that was read, with its items or the reason why it has none. */
export interface Arrival {
  readonly request: ArrivedRequest;
  readonly items: ExportItems;
  readonly refusal: Refusal | undefined;
}

type Head = Pick<ArrivedRequest, 'method' | 'path' | 'signal' | 'headers' | 'contentType' | 'contentEncoding'>;

export function readHead(request: IncomingMessage): Head {
  const path = request.url?.split('?', 1)[0] ?? '';
  return {
    method: request.method ?? '',
    path,
    signal: SIGNALS.get(path),
    headers: request.headers,
    contentType: request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase(),
    contentEncoding: request.headers['content-encoding']?.trim().toLowerCase(),
  };
}

/** Reads a request to its end. Rejects only when the client leaves half way. */
export async function readArrival(request: IncomingMessage, maxBodyBytes: number): Promise<Arrival> {
  const head = readHead(request);
  const body = await readBody(request, maxBodyBytes);
  let bodyBytes = 0;
  try {
    const { signal, mediaType } = accept(head);
    const bytes = await decodeBody(body, head.contentEncoding, maxBodyBytes);
    bodyBytes = bytes.length;
    return arrival(head, body, bodyBytes, parse(signal, mediaType, bytes));
  } catch (error) {
    if (error instanceof Refusal) return arrival(head, body, bodyBytes, NO_ITEMS, error);
    throw error;
  }
}

function arrival(head: Head, { wireBytes }: WireBody, bodyBytes: number, items: ExportItems, refusal?: Refusal): Arrival {
  return { request: { ...head, wireBytes, bodyBytes, itemCount: countItems(items), refusal: refusal?.message }, items, refusal };
}

function accept({ method, path, signal, contentType }: Head): { signal: Signal; mediaType: typeof PROTOBUF | typeof JSON_TYPE } {
  if (signal === undefined) throw new Refusal(404, `no such path: ${path}; expected one of ${[...SIGNALS.keys()].join(', ')}`);
  if (method !== 'POST') throw new Refusal(405, `method ${method} is not allowed: expected POST`);
  if (contentType === PROTOBUF || contentType === JSON_TYPE) return { signal, mediaType: contentType };
  throw new Refusal(415, `unsupported content type ${contentType ?? '(none)'}: expected ${PROTOBUF} or ${JSON_TYPE}`);
}

function parse(signal: Signal, mediaType: typeof PROTOBUF | typeof JSON_TYPE, bytes: Uint8Array): ExportItems {
  try {
    return readItems(signal, mediaType, bytes);
  } catch (cause) {
    throw new Refusal(400, `not a ${signal} export in ${mediaType}: ${(cause as Error).message}`, { cause });
  }
}
