// The measured services.
const http = require('node:http');
const { serve } = require('./parent.cjs');

const backend = process.env.BACKEND_URL;
/** How many spans a request makes by the API besides those that are made for it. */
const ownSpans = Number(process.env.OWN_SPANS ?? 0);
/** How many functions of middleware a request goes through before its route. */
const middleware = Number(process.env.MIDDLEWARE ?? 0);

/** Does what a route does, in spans of its own. */
function inSpans(tracer, count, work) {
  if (count === 0) return work();
  return tracer.startActiveSpan(`step ${count}`, { attributes: { 'app.step': count, 'app.part': 'checkout' } }, (span) => {
    const result = inSpans(tracer, count - 1, work);
    span.end();
    return result;
  });
}

const kinds = {
  http: () => http.createServer((_request, response) => response.end('ok')),
  express() {
    const express = require('express');
    const log = require('pino')();
    const tracer = ownSpans > 0 ? require('@opentelemetry/api').trace.getTracer('checkout') : undefined;
    const app = express();
    for (let index = 0; index < middleware; index++) app.use((_request, _response, next) => next());
    app.get('/users/:id', (request, response) => {
      inSpans(tracer, ownSpans, () => {
        log.info({ user: request.params.id }, 'user was read');
        response.json({ id: request.params.id });
      });
    });
    return http.createServer(app);
  },
  fastify() {
    const app = require('fastify')({ logger: false, serverFactory: (handler) => http.createServer(handler) });
    const log = require('pino')();
    app.get('/users/:id', async (request) => {
      log.info({ user: request.params.id }, 'user was read');
      return { id: request.params.id };
    });
    return app.ready().then(() => app.server);
  },
  calling() {
    const agent = new http.Agent({ keepAlive: true });
    return http.createServer((_request, response) => {
      http.get(backend, { agent }, (answer) => answer.resume().on('end', () => response.end('ok')));
    });
  },
};

const server = kinds[process.argv[2]]();
if (server.then) server.then(serve);
else serve(server);
