import { channel, tracingChannel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { reportOnce } from './report-once.js';

/** What pino's module exports, as far as it's needed here. */
interface PinoModule {
  (options: object, stream: object): object;
  readonly version: string;
  readonly symbols: { readonly asJsonSym: symbol };
}

type AsJson = (this: unknown, ...written: unknown[]) => unknown;

const lines = tracingChannel<unknown, { instance: unknown; arguments: unknown[] }>('pino_asJson');

/** On a function that publishes. Registered, so that two copies of this package don't publish twice. */
const publishes: unique symbol = Symbol.for('telewright.pino.publishes');

/**
 * Makes copies of pino before 9.10 publish each line as newer ones do by themselves: those that are loaded. All loggers of a copy share
 * one prototype, so those made before are included. A copy inside of a bundle is no module of its own and stays as it is.
 */
export function publishLoadedCopies(): void {
  const { cache } = createRequire(`${process.cwd()}/`);
  for (const file in cache) if (/[\\/]pino\.js$/.test(file)) publishLines(cache[file]?.exports);
}

/**
 * Does the same to those that Node.js says it loads, be it by `require` or `import`.
 *
 * @returns a function that ends the watching
 */
export function publishCopiesToCome(): () => void {
  const loaded = channel('tracing:module.require:end');
  const onLoaded = (message: unknown): void => publishLines((message as { readonly result?: unknown }).result);
  loaded.subscribe(onLoaded);
  return () => void loaded.unsubscribe(onLoaded);
}

function publishLines(loaded: unknown): void {
  if (typeof loaded !== 'function' || !isOlderPino(loaded)) return;
  try {
    const asJson = loaded.symbols.asJsonSym;
    // Any logger leads to the prototype of all; one with a stream of its own opens nothing.
    let prototype = loaded({ enabled: false }, { write: () => undefined }) as Record<symbol, unknown>;
    while (!Object.hasOwn(prototype, asJson)) prototype = Object.getPrototypeOf(prototype);
    const original = prototype[asJson] as AsJson;
    if (publishes in original) return;
    prototype[asJson] = Object.assign(publishing(original), { [publishes]: true });
  } catch (error) {
    reportOnce(
      `pino ${loaded.version} can't be made to publish its lines, which are left as they are; use pino(correlate({ ... }))`,
      error,
    );
  }
}

function publishing(original: AsJson): AsJson {
  return function asJson(...written) {
    if (!lines.hasSubscribers) return original.apply(this, written);
    return lines.traceSync(original, { instance: this, arguments: written }, this, ...written);
  };
}

/** Tells a pino that has no channel; every module that is loaded comes by here. */
function isOlderPino(loaded: object): loaded is PinoModule {
  if (!Object.hasOwn(loaded, 'symbols') || !Object.hasOwn(loaded, 'version')) return false;
  const { version, symbols } = loaded as Partial<PinoModule>;
  if (typeof version !== 'string' || typeof symbols?.asJsonSym !== 'symbol') return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < 9 || (major === 9 && minor < 10);
}
