// Records a span, a metric and a log record, and stays until it is stopped.
import './span.mjs';

setInterval(() => undefined, 1_000);
console.log('ready');
