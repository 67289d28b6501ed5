/** The signals and mechanisms that are registered behind OpenTelemetry's global API. */
interface GlobalApi {
  readonly version: string;
  trace?: unknown;
  metrics?: unknown;
  logs?: unknown;
  context?: unknown;
  propagation?: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: the stubs pass on what they are given, whatever the API's version defines
type Call = (...args: any[]) => any;
type Real = Record<'trace' | 'metrics' | 'logs' | 'context' | 'propagation', Record<string, Call>>;

const slot: unique symbol = Symbol.for('opentelemetry.js.api.1') as never;
const holder = globalThis as { [slot]?: GlobalApi };

/**
 * Registers stand-ins behind the global API which start telemetry when something is first done with them, and then pass everything on to
 * what has been registered instead. Getting a tracer or a logger is no reason to start: libraries do that when they are loaded.
 *
 * @param version the version of the API copy in our run-time, which has to be the one under which it registers later
 * @param start starts telemetry; calls after the first do nothing
 * @returns a function that takes the stand-ins away, so that others can be registered
 */
export function registerStubs(version: string, start: () => void): () => void {
  // Somebody has registered something already: it is theirs.
  if (holder[slot] !== undefined) return () => undefined;
  const real = (): Partial<Real> => {
    start();
    return (holder[slot] ?? {}) as Partial<Real>;
  };
  const api = Object.defineProperty({}, 'version', { value: version, enumerable: true }) as GlobalApi;
  const stubs = {
    trace: {
      getTracer: (...scope: unknown[]) => lazy(['startSpan', 'startActiveSpan'], () => real().trace?.['getTracer']?.(...scope) ?? noTracer),
    },
    logs: { getLogger: (...scope: unknown[]) => lazy(['emit', 'enabled'], () => real().logs?.['getLogger']?.(...scope)) },
    metrics: lazy(['getMeter'], () => real().metrics),
    context: lazy(['active', 'with', 'bind', 'enable', 'disable', 'attach'], () => real().context),
    propagation: lazy(['inject', 'extract', 'fields'], () => real().propagation),
  };
  holder[slot] = Object.assign(api, stubs);
  return () => {
    for (const key of Object.keys(stubs) as (keyof typeof stubs)[]) if (api[key] === stubs[key]) delete api[key];
    // Left alone it would bind the API to this version.
    if (holder[slot] === api && Object.keys(api).length === 1) delete holder[slot];
  };
}

/** Makes an object whose methods call those of another, which is asked for at the first call. */
function lazy(names: readonly string[], get: () => Record<string, Call> | undefined): Record<string, Call> {
  let target: Record<string, Call> | undefined;
  const methods = names.map((name): [string, Call] => [
    name,
    (...args) => {
      target ??= get();
      return target?.[name]?.(...args);
    },
  ]);
  return Object.fromEntries(methods);
}

/** A span that records nothing, for the case that telemetry could not be started. */
const noSpan: Record<string, Call> = {
  spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }),
  isRecording: () => false,
  end: () => undefined,
  recordException: () => undefined,
  ...Object.fromEntries(
    ['setAttribute', 'setAttributes', 'addEvent', 'addLink', 'addLinks', 'setStatus', 'updateName'].map((name) => [name, () => noSpan]),
  ),
};

const noTracer: Record<string, Call> = {
  startSpan: () => noSpan,
  startActiveSpan: (...args) => args.at(-1)(noSpan),
};
