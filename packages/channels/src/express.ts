import type { IncomingMessage } from 'node:http';
import { ExpressMounts, type Pattern } from './express-mounts.js';
import { type ExpressApp, ExpressRoutes, type Route } from './express-routes.js';
import { JoinedStrings } from './joined-strings.js';
import type { ChannelsOptions } from './options.js';
import { findRoutesBy, ServerRequest, serverRequestOf } from './server-request.js';
import { FailureReport, subscribe, type Unsubscribe } from './subscribe.js';

const SCOPE = '@telewright/channels/express';

const joined = new JoinedStrings('');

interface ExpressRequest extends IncomingMessage {
  readonly app?: ExpressApp;
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly route?: Route;
}

/** What router 2.3 publishes for each middleware, handler and parameter callback that it calls. */
interface Invocation {
  readonly req: ExpressRequest;
  readonly layer: Route['stack'][number];
  readonly route?: Pattern;
  readonly param?: string;
}

/**
 * Gives the SERVER span of a request that express 5.3 or later handles its route, those of mounted routers included. Middleware makes
 * no spans, and gives no route: a request that no route matches has none.
 *
 * As long as anybody listens to its channel, express makes a few functions for each middleware that it calls. So we stop to when we know
 * the routes of the app from its first request, and read at the end of each further one which of them it had. An app whose routes don't
 * tell their pattern by themselves is listened to for good.
 */
export function listenToExpress(_options: ChannelsOptions = {}): Unsubscribe {
  const listener = new ExpressListener();
  return () => listener.close();
}

class ExpressListener {
  private readonly failures = new FailureReport(SCOPE);
  private readonly routes = new ExpressRoutes();
  /** Whether all apps that were seen are plain. */
  private isPlain = true;
  private stop: Unsubscribe | undefined;
  private readonly stopFinding: Unsubscribe;

  constructor() {
    this.listen();
    this.stopFinding = findRoutesBy((message) => {
      try {
        return this.find(message);
      } catch (error) {
        this.failures.report(error);
        return undefined;
      }
    });
  }

  close(): void {
    this.stopFinding();
    this.stop?.();
  }

  private listen(): void {
    const onInvocation = (invocation: Invocation) => this.onInvocation(invocation);
    this.stop ??= subscribe(this.failures, { 'tracing:express.router.request:start': onInvocation });
  }

  private onInvocation({ req, layer, route: pattern, param }: Invocation): void {
    const request = serverRequestOf(req);
    if (request === undefined) return;
    if (this.isPlain) this.meet(request, req.app);
    // The callbacks of `router.param` run before the base URL is set.
    if (pattern === undefined || param !== undefined) return;
    if (req.route?.stack.includes(layer)) setRoute(request, req.baseUrl ?? '', pattern);
    // Most middleware is mounted at the root, where there is nothing to remember.
    else if (pattern !== '/' && req.baseUrl) {
      request.mounts ??= new ExpressMounts();
      request.mounts.enter(req.baseUrl, pattern);
    }
  }

  /** Learns the app which gets the request first, not those that are in it. */
  private meet(request: ServerRequest, app: ExpressApp | undefined): void {
    if (request.isInExpress) return;
    request.isInExpress = true;
    // Another copy of this package does not ask us for the route, and a router without an app does not tell where it begins.
    this.isPlain = request instanceof ServerRequest && app !== undefined && (this.routes.knows(app) || this.routes.learn(app));
  }

  /** Gives the route of a request that ends, unless it has been told by the channel. */
  private find(message: ExpressRequest): string | undefined {
    const { route } = message;
    // Routes of other frameworks, and of express before 5.3, are told by others.
    if (!this.isPlain || route?.stack?.[0]?.rawPath === undefined) return undefined;
    // Express takes what handles GET for HEAD, too, and leaves the route there when nothing does.
    if (message.method === 'HEAD' && !('head' in route.methods || 'get' in route.methods || '_all' in route.methods)) return undefined;
    const found = this.routes.find(route, message.app, message.baseUrl ?? '', message.originalUrl ?? '');
    if (found !== undefined) {
      this.stop?.();
      this.stop = undefined;
    } else {
      this.isPlain = false;
      this.listen();
    }
    return found;
  }
}

function setRoute(request: ServerRequest, baseUrl: string, pattern: Pattern): void {
  const path = typeof pattern === 'string' ? pattern : String(pattern);
  if (baseUrl === '') {
    request.setRoute(path);
    return;
  }
  const mount = request.mounts?.find(baseUrl);
  if (mount !== undefined) request.setRoute(path === '/' ? mount : joined.join(mount, path));
}
