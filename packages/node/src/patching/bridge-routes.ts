import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { context } from '@opentelemetry/api';
import { RPCType, setRPCMetadata } from '@opentelemetry/core';
import { serverRequestOf } from '@telewright/channels';

const channel = 'http.server.request.start';

/**
 * Takes the routes that official instrumentations of frameworks find to the span of the request. They leave them in the RPC metadata of the
 * context, where the official instrumentation of http would look for them. Has to be called after we listen to http.
 *
 * @returns a function that ends it
 */
export function bridgeRoutes(): () => void {
  subscribe(channel, onRequest);
  return () => void unsubscribe(channel, onRequest);
}

function onRequest(message: unknown): void {
  const server = serverRequestOf((message as { readonly request: IncomingMessage }).request);
  if (server === undefined) return;
  const metadata = {
    type: RPCType.HTTP as const,
    span: server.span,
    set route(route: unknown) {
      if (typeof route === 'string') server.setRoute(route);
    },
  };
  context.attach(setRPCMetadata(context.active(), metadata as Parameters<typeof setRPCMetadata>[1]));
}
