// Records a span under the context that a message carries.
import { parentPort } from 'node:worker_threads';
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';

parentPort.on('message', ({ id, carrier, end }) => {
  if (end) return parentPort.close();
  const parent = propagation.extract(ROOT_CONTEXT, carrier);
  context.with(parent, () => trace.getTracer('app').startSpan('work in a worker').end());
  parentPort.postMessage({ id });
});
