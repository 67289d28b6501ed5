// Blocks the event loop for a turn, a few turns after its first and before its last, in the main thread and in a worker thread.
import { Worker } from 'node:worker_threads';

const turns = `
  const block = () => { const end = Date.now() + 60; while (Date.now() < end); };
  const next = (then) => setTimeout(then, 25);
  next(() => next(() => next(() => { block(); next(() => next(() => undefined)); })));`;
// A thread that has no telemetry of its own, not even an instrument, starts none.
new Worker(`require('@opentelemetry/api').metrics.getMeter('app'); ${turns}`, { eval: true });
new Function(turns)();
