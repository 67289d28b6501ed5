import type { IncomingMessage } from 'node:http';
import type { ChannelsOptions } from './options.js';
import { serverRequestOf } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

/** A request of fastify, as far as it is needed here. */
interface FastifyRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string | undefined };
}

interface Handling {
  readonly request: FastifyRequest;
  readonly route: { readonly url?: string };
}

interface Initialization {
  readonly fastify: {
    addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: unknown, done: () => void) => void): unknown;
  };
}

/**
 * Gives the SERVER span of a request that fastify 5 handles its route. Fastify tells it when the handler is called. What answers before,
 * a hook or the validation, is told by nothing, so an app that is made from now on gets a hook of ours that remembers the request: its
 * route is read at the end, if the handler was not called. A request that no route matches has none.
 */
export function listenToFastify(_options: ChannelsOptions = {}): Unsubscribe {
  const failures = new FailureReport('@telewright/channels/fastify');
  const rememberRequest = (request: FastifyRequest, _reply: unknown, done: () => void): void => {
    try {
      const state = serverRequestOf(request.raw);
      if (state !== undefined) state.handled = request;
    } catch (error) {
      failures.report(error);
    }
    done();
  };
  return subscribe(failures, {
    'fastify.initialization': ({ fastify }: Initialization) => void fastify.addHook('onRequest', rememberRequest),
    'tracing:fastify.request.handler:start': onHandling,
  });
}

function onHandling({ request, route }: Handling): void {
  if (route.url !== undefined) serverRequestOf(request.raw)?.setRoute(route.url);
}
