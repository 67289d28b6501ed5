import type { Pattern } from './express-mounts.js';

/** An app of express, as far as it is needed here. */
export interface ExpressApp {
  readonly router?: Router;
  /** Of express 4, whose `router` throws when it is read. */
  readonly lazyrouter?: unknown;
}

/** A route of express: the handlers of one path. */
export interface Route {
  readonly methods: Readonly<Record<string, unknown>>;
  readonly stack: readonly { readonly rawPath?: unknown }[];
}

interface Router {
  readonly stack: readonly Layer[];
}

/** What router 2.3 keeps of each call of `use` and of each route. */
interface Layer {
  readonly name: string;
  readonly rawPath?: unknown;
  readonly route?: Route | undefined;
  /** A router, an app, or a function that nothing is known of. */
  readonly handle: ExpressApp & { readonly stack?: unknown; readonly set?: unknown };
  match(path: string): { readonly path: string } | false;
}

/** An app as it was when it was read. */
interface Reading {
  readonly app: ExpressApp;
  readonly stack: readonly Layer[];
  /** How many layers it had. */
  readonly size: number;
}

/** Where a route is. */
interface Place {
  readonly reading: Reading;
  /** What leads to it, the route's own layer last. */
  readonly layers: readonly Layer[];
  /** What the routers above it are mounted at; `undefined` where that has placeholders. */
  readonly base: string | undefined;
  readonly pattern: string;
}

/** The name of what express puts between an app and an app that is mounted in it, which can't be looked into. */
const MOUNTED_APP = 'mounted_app';

/** What makes a path more than the text that it matches. */
const PLACEHOLDER = /[:*{}()[\]\\?+!]/;

/**
 * The routes of express apps, read from their routers. An app is plain when each of its routes is in one place, under one pattern, and
 * below nothing that hides what is in it: then the route of a request tells its pattern.
 */
export class ExpressRoutes {
  private readonly apps = new WeakSet<ExpressApp>();
  private readonly places = new WeakMap<Route, Place>();

  /** Reads the routes of the app that gets the requests. Gives whether it is plain. */
  learn(app: ExpressApp): boolean {
    return this.keep(app, readApp(app));
  }

  /** Tells whether an app has been learnt. */
  knows(app: ExpressApp): boolean {
    return this.apps.has(app);
  }

  /**
   * Gives the pattern of a route, from the root of the app.
   *
   * @param app the app that had the request at last: routes may have been added to it, or it may be another one
   * @param base `req.baseUrl`: what all mounts matched that the request is still in
   * @param url the URL that was asked for
   * @returns `undefined` when the route is not in a plain app, or not there any more
   */
  find(route: Route, app: ExpressApp | undefined, base: string, url: string): string | undefined {
    let place = this.places.get(route) ?? (app && this.findAnew(route, app, url));
    // What was mounted since may have the route, too.
    if (place !== undefined && hasGrown(place.reading)) place = this.learn(place.reading.app) ? this.places.get(route) : undefined;
    return place !== undefined && isBelow(place.base, base) ? place.pattern : undefined;
  }

  private findAnew(route: Route, app: ExpressApp, url: string): Place | undefined {
    const found = readApp(app);
    const place = found?.get(route);
    // It may be in another app, which has taken something away from the URL.
    return place !== undefined && leadsTo(place, url) && this.keep(app, found) ? place : undefined;
  }

  private keep(app: ExpressApp, found: ReadonlyMap<Route, Place> | undefined): boolean {
    if (found === undefined) return false;
    for (const [route, place] of found) {
      // Apps may share a router.
      if ((this.places.get(route)?.pattern ?? place.pattern) !== place.pattern) return false;
      this.places.set(route, place);
    }
    this.apps.add(app);
    return true;
  }
}

/** Gives where the routes of an app are, unless it is not plain. */
function readApp(app: ExpressApp): ReadonlyMap<Route, Place> | undefined {
  const found = new Map<Route, Place>();
  const { stack } = routerOf(app) ?? {};
  if (stack === undefined) return undefined;
  const reading = { app, stack, size: stack.length };
  return readStack(stack, { reading, layers: [], base: '', pattern: '' }, new Set(), found) ? found : undefined;
}

function hasGrown({ stack, size }: Reading): boolean {
  return stack.length !== size;
}

/** Tells whether a URL matches all of what leads to a route. */
function leadsTo({ layers }: Place, url: string): boolean {
  let [path = ''] = url.split('?', 1);
  return layers.every((layer) => {
    const match = layer.match(path);
    if (match !== false) path = path.slice(match.path.length).replace(/^(?!\/)/, '/');
    return match !== false;
  });
}

/** Notes where the routes of a stack of layers are. Gives whether all of it is plain. */
function readStack(stack: readonly Layer[], above: Place, seen: Set<readonly Layer[]>, found: Map<Route, Place>): boolean {
  if (seen.has(stack)) return false;
  seen.add(stack);
  return stack.every((layer) => {
    const { name, rawPath, route, handle } = layer;
    if (name === MOUNTED_APP) return false;
    const inner = route === undefined ? innerStack(handle) : undefined;
    if (route === undefined && inner === undefined) return true;
    if (typeof rawPath !== 'string' && !(rawPath instanceof RegExp)) return false;
    if (inner !== undefined) return readStack(inner, within(above, layer, rawPath), seen, found);
    const pattern = rawPath === '/' ? above.pattern || '/' : above.pattern + String(rawPath);
    found.set(route as Route, { ...above, layers: [...above.layers, layer], pattern });
    return true;
  });
}

/** Gives the layers of a router, or of an app that a router has: that one is called as a function, and not named. */
function innerStack(handle: Layer['handle']): readonly Layer[] | undefined {
  if (isRouter(handle)) return handle.stack;
  return typeof handle.set === 'function' ? routerOf(handle)?.stack : undefined;
}

function routerOf(app: ExpressApp): Router | undefined {
  return app.lazyrouter === undefined && isRouter(app.router) ? app.router : undefined;
}

function isRouter(router: { readonly stack?: unknown } | undefined): router is Router {
  return Array.isArray(router?.stack);
}

function within(above: Place, layer: Layer, mount: Pattern): Place {
  const { layers, base, pattern } = above;
  const path = typeof mount === 'string' && mount.endsWith('/') ? mount.slice(0, -1) : String(mount);
  const isText = typeof mount === 'string' && !PLACEHOLDER.test(mount);
  return { ...above, layers: [...layers, layer], base: base === undefined || !isText ? undefined : base + path, pattern: pattern + path };
}

/** Tells whether `base` is that of a mount or of one that it is in. Express ignores case by default. */
function isBelow(mount: string | undefined, base: string): boolean {
  return mount === undefined || mount.startsWith(base) || mount.toLowerCase().startsWith(base.toLowerCase());
}
