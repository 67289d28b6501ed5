// Records a span in a cluster's primary and one in its worker.
const cluster = require('node:cluster');
const { trace } = require('@opentelemetry/api');

trace
  .getTracer('app')
  .startSpan(cluster.isPrimary ? 'in the primary' : 'in a worker')
  .end();
if (cluster.isPrimary) cluster.fork();
else cluster.worker.disconnect();
