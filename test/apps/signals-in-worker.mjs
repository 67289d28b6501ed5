// Records a span, a metric and a log record in the main thread, and the same in a worker thread.
import { Worker } from 'node:worker_threads';
import './span.mjs';

new Worker(new URL('span.mjs', import.meta.url));
