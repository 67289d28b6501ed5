import type { IncomingMessage } from 'node:http';
import type { ChannelsOptions } from './options.js';
import { serverRequestOf } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

interface Handling {
  readonly request: { readonly raw: IncomingMessage };
  readonly route: { readonly url?: string };
}

/**
 * Gives the SERVER span of a request that fastify 5 handles its route. Fastify tells it when the handler is called: a request that a
 * hook answers before, or that no route matches, has none.
 */
export function listenToFastify(_options: ChannelsOptions = {}): Unsubscribe {
  return subscribe(new FailureReport('@telewright/channels/fastify'), { 'tracing:fastify.request.handler:start': onHandling });
}

function onHandling({ request, route }: Handling): void {
  if (route.url !== undefined) serverRequestOf(request.raw)?.setRoute(route.url);
}
