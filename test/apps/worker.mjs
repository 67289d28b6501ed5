// Records a span in the main thread and one in a worker thread, which inherits the preload.
import { Worker } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

trace.getTracer('app').startSpan('in the main thread').end();
const work = "require('@opentelemetry/api').trace.getTracer('app').startSpan('in a worker').end()";
new Worker(work, { eval: true });
