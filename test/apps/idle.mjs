// Records a span and stays until it is stopped; with HANDLER=own it stops itself on SIGTERM, some time after the signal.
import { trace } from '@opentelemetry/api';

trace.getTracer('app').startSpan('work').end();
const timer = setInterval(() => undefined, 1_000);
if (process.env.HANDLER === 'own') {
  process.on('SIGTERM', () => {
    trace.getTracer('app').startSpan('cleanup').end();
    setTimeout(() => clearInterval(timer), 50);
  });
}
console.log('ready');
