import type { IncomingMessage } from 'node:http';
import type { ChannelsOptions } from './options.js';
import { serverRequestOf } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

/** What the tracing plugin of h3 publishes of each middleware and each route that it calls. */
interface Message {
  readonly event: {
    readonly context?: { readonly matchedRoute?: { readonly route?: string } };
    /** Where h3 runs on a server of Node. */
    readonly runtime?: { readonly node?: { readonly req?: IncomingMessage } };
  };
}

/**
 * Gives the SERVER span of a request that h3 2 handles its route, where the app has the `tracingPlugin` of `h3/tracing`: without it h3
 * publishes nothing. A request that no route matches has none.
 */
export function listenToH3(_options: ChannelsOptions = {}): Unsubscribe {
  return subscribe(new FailureReport('@telewright/channels/h3'), { 'tracing:h3.request:start': onRequest });
}

function onRequest({ event }: Message): void {
  const route = event.context?.matchedRoute?.route;
  const request = event.runtime?.node?.req;
  if (route !== undefined && request !== undefined) serverRequestOf(request)?.setRoute(route);
}
