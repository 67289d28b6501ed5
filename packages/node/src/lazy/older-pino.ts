/** Says which modules Node.js has loaded. */
export const LOADED_CHANNEL = 'tracing:module.require:end';

/** Tells a pino that publishes no lines by itself (before 9.10): it has to be made to before it writes its first. */
export function loadsOlderPino(message: unknown): boolean {
  const { result } = message as { readonly result?: unknown };
  if (typeof result !== 'function' || !Object.hasOwn(result, 'symbols') || !Object.hasOwn(result, 'version')) return false;
  const { version, symbols } = result as { readonly version?: unknown; readonly symbols?: { readonly asJsonSym?: unknown } };
  return typeof symbols?.asJsonSym === 'symbol' && /^(?:[0-8]\.|9\.\d\.)/.test(String(version));
}
