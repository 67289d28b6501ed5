import type { LoggerProvider } from '@opentelemetry/api';

/** Where every version of `@opentelemetry/api-logs` looks for the global provider, and the version of that protocol it asks for. */
const key: unique symbol = Symbol.for('io.opentelemetry.js.api.logs') as never;
const PROTOCOL = 1;
const holder = globalThis as { [key]?: ((protocol: number) => LoggerProvider | undefined) | undefined };

/**
 * Lets libraries that log through `@opentelemetry/api-logs`, from before `@opentelemetry/api` 1.10 had logs, reach a provider: under SDK 3 their
 * records vanish otherwise. That package isn't loaded for it. A provider that is registered there already stays.
 *
 * @returns a function that takes it back
 */
export function bridgeApiLogs(provider: LoggerProvider): () => void {
  if (holder[key] !== undefined) return () => undefined;
  const get = (protocol: number): LoggerProvider | undefined => (protocol === PROTOCOL ? provider : undefined);
  holder[key] = get;
  return () => {
    if (holder[key] === get) delete holder[key];
  };
}
