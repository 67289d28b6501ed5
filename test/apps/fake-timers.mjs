// Fakes the timers and the clock, as tests of a host do, before or after telemetry starts; records, and ends without turning time on.

import { createRequire } from 'node:module';
import { mock } from 'node:test';
import { logs, metrics, trace } from '@opentelemetry/api';

const fake = () => mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'setImmediate', 'Date'], now: 0 });
const start = () => createRequire(import.meta.url)('@telewright/node').start({ service: 'faked' });
const record = () => {
  trace.getTracer('app').startSpan('work').end();
  metrics.getMeter('app').createCounter('jobs').add(1);
  logs.getLogger('app').emit({ body: 'hello' });
};

if (process.env.FIRST === 'fakes') fake();
start();
if (process.env.FIRST !== 'fakes') fake();
record();
console.log('recorded');
