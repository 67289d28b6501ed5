import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { context } from '@opentelemetry/api';
import { type Observed, SERVER_REQUEST } from './server-request.js';

type Push = Readable['push'];

const PUSH: PropertyDescriptor = { value: pushInContext, configurable: true, enumerable: false, writable: true };

/** Says whether a request of HTTP/1 has a body. The events of one that has none come in the context in which they are asked for. */
export function hasBody(headers: IncomingHttpHeaders): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

/**
 * Lets the `data` and `end` events of a request's body reach their listeners in the context of the request. Since Node 24 (and its
 * AsyncContextFrame) they are emitted in the context of the connection, in which there is no span. A request is a message of HTTP/1 or a
 * stream of HTTP/2.
 */
export function keepContextOfBody(request: Readable): void {
  Object.defineProperty(request, 'push', PUSH);
}

/** One function for all requests: a closure for each would cost more than the call. */
function pushInContext(this: Readable & Observed, chunk: unknown, encoding?: BufferEncoding): boolean {
  const push = Object.getPrototypeOf(this).push as Push;
  const state = this[SERVER_REQUEST];
  return state ? context.with(state.context, push, this, chunk, encoding) : push.call(this, chunk, encoding);
}
