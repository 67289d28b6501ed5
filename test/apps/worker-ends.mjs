// Starts a worker that records and then does nothing (or, with BUSY, never lets go of its thread), and ends it as HOW says.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';

const work = `
  const { logs, metrics, trace } = require('@opentelemetry/api');
  const { parentPort } = require('node:worker_threads');
  for (let count = 0; count < 600; count++) trace.getTracer('app').startSpan('in a worker').end();
  metrics.getMeter('app').createCounter('jobs').add(3);
  metrics.getMeter('app').createObservableGauge('level').addCallback((result) => result.observe(7));
  logs.getLogger('app').emit({ body: 'in a worker' });
  parentPort.postMessage('recorded');
  if (${process.env.HOW === 'itself'}) process.exit(5);
  if (${process.env.BUSY === 'true'}) for (;;);
  setInterval(() => undefined, 1000);
`;
trace.getTracer('app').startSpan('in the main thread').end();
const worker = new Worker(work, { eval: true });
const ended = once(worker, 'exit');
await once(worker, 'message');
if (process.env.HOW === 'process.exit') process.exit(4);
if (process.env.HOW === 'SIGTERM') process.kill(process.pid, 'SIGTERM');
if (process.env.HOW === 'terminate') console.log(await worker.terminate());
if (process.env.HOW === 'itself') console.log((await ended)[0]);
