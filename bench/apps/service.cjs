// The measured service. It tells its port, and on a message of its parent what it has used so far.
const http = require('node:http');

const backend = process.env.BACKEND_URL;
const kinds = {
  http: () => http.createServer((_request, response) => response.end('ok')),
  express() {
    const express = require('express');
    const log = require('pino')();
    const app = express();
    app.get('/users/:id', (request, response) => {
      log.info({ user: request.params.id }, 'user was read');
      response.json({ id: request.params.id });
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

Promise.resolve(kinds[process.argv[2]]()).then((server) =>
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port })),
);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicros: user + system, rss: process.memoryUsage.rss() });
});
