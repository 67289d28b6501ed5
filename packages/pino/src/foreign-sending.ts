import Module from 'node:module';

const TRANSPORT = 'pino-opentelemetry-transport';

/**
 * Tells whether a logger's own stream already sends its lines to an OpenTelemetry log pipeline: the stream that
 * `@opentelemetry/instrumentation-pino` adds, or the worker of `pino-opentelemetry-transport`, alone or inside of `pino.multistream`.
 */
export function sendsByItself(stream: unknown): boolean {
  if (typeof stream !== 'object' || stream === null) return false;
  if (stream.constructor?.name === 'OTelPinoStream') return true;
  if ('streams' in stream && Array.isArray(stream.streams)) {
    return stream.streams.some((entry: { stream?: unknown } | undefined) => sendsByItself(entry?.stream));
  }
  // thread-stream keeps its worker in a property.
  if (!('worker' in stream) || typeof stream.worker !== 'object' || stream.worker === null) return false;
  const { threadName } = stream.worker as { threadName?: unknown };
  // From 10.3 on pino names a worker after its target, if there is one. Otherwise all that can be known is that some worker was given it.
  return isTarget(threadName) ? threadName.includes(TRANSPORT) : isTransportResolved();
}

/** Tells the name of a target from one that pino, thread-stream or Node.js give to any worker. */
function isTarget(threadName: unknown): threadName is string {
  return typeof threadName === 'string' && !['', 'WorkerThread', 'pino.transport', 'thread-stream'].includes(threadName);
}

/** Tells whether this process has looked up the transport, which pino does in the main thread for the workers it starts. */
function isTransportResolved(): boolean {
  const { _pathCache: looked } = Module as unknown as { readonly _pathCache?: Readonly<Record<string, string>> };
  for (const request in looked) if (request.includes(TRANSPORT) || looked[request]?.includes(TRANSPORT) === true) return true;
  return false;
}
