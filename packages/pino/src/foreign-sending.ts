/**
 * Tells whether a logger's own stream already sends its lines to an OpenTelemetry log pipeline: the stream that
 * `@opentelemetry/instrumentation-pino` adds, or the worker of `pino-opentelemetry-transport`, alone or inside of `pino.multistream`.
 * A worker with several targets doesn't tell their names, so there it can't be seen.
 */
export function sendsByItself(stream: unknown): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  if (stream.constructor?.name === 'OTelPinoStream') return true;
  if ('streams' in stream && Array.isArray(stream.streams)) {
    return stream.streams.some((entry: { stream?: unknown } | undefined) => sendsByItself(entry?.stream));
  }
  // thread-stream keeps its worker in a property, and pino names the worker after its target.
  if (!('worker' in stream)) return false;
  const { threadName } = (stream.worker ?? {}) as { threadName?: unknown };
  return typeof threadName === 'string' && threadName.includes('pino-opentelemetry-transport');
}
