import type { IncomingMessage } from 'node:http';
import { ExpressMounts, type Pattern } from './express-mounts.js';
import { JoinedStrings } from './joined-strings.js';
import type { ChannelsOptions } from './options.js';
import { type ServerRequest, serverRequestOf } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

const routes = new JoinedStrings('');

interface ExpressRequest extends IncomingMessage {
  readonly baseUrl?: string;
  readonly route?: { readonly stack: readonly unknown[] };
}

/** What router 2.3 publishes for each middleware, handler and parameter callback that it calls. */
interface Invocation {
  readonly req: ExpressRequest;
  readonly layer: unknown;
  readonly route?: Pattern;
  readonly param?: string;
}

/**
 * Gives the SERVER span of a request that express 5.3 or later handles its route, those of mounted routers included. Middleware makes
 * no spans, and gives no route: a request that no route matches has none.
 */
export function listenToExpress(_options: ChannelsOptions = {}): Unsubscribe {
  return subscribe(new FailureReport('@telewright/channels/express'), { 'tracing:express.router.request:start': onInvocation });
}

function onInvocation({ req, layer, route: pattern, param }: Invocation): void {
  // The callbacks of `router.param` run before the base URL is set.
  if (pattern === undefined || param !== undefined) return;
  const request = serverRequestOf(req);
  if (request === undefined) return;
  if (req.route?.stack.includes(layer)) setRoute(request, req.baseUrl ?? '', pattern);
  // Most middleware is mounted at the root, where there is nothing to remember.
  else if (pattern !== '/' && req.baseUrl) {
    request.mounts ??= new ExpressMounts();
    request.mounts.enter(req.baseUrl, pattern);
  }
}

function setRoute(request: ServerRequest, baseUrl: string, pattern: Pattern): void {
  const path = typeof pattern === 'string' ? pattern : String(pattern);
  if (baseUrl === '') {
    request.setRoute(path);
    return;
  }
  const mount = request.mounts?.find(baseUrl);
  if (mount !== undefined) request.setRoute(path === '/' ? mount : routes.join(mount, path));
}
