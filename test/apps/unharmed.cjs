// Records one of each signal, calls itself, says so, and ends with a status of its own.
const { createServer, get } = require('node:http');
const { logs, metrics, trace } = require('@opentelemetry/api');

trace.getTracer('app').startSpan('work').end();
metrics.getMeter('app').createCounter('jobs').add(1);
logs.getLogger('app').emit({ body: 'hello' });
process.exitCode = 7;
const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => {
    response.resume().on('end', () => {
      server.close();
      console.log('on');
    });
  });
});
