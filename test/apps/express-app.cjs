// The same service in CommonJS.
const express = require('express');
const pino = require('pino');

const log = pino({ base: null });
const app = express();
app.get('/users/:id', (request, response) => {
  log.info({ user: request.params.id }, 'in the request');
  response.json({ ok: true });
});
const server = app.listen(0, '127.0.0.1', async () => {
  log.info('outside of a request');
  const response = await fetch(`http://127.0.0.1:${server.address().port}/users/42`);
  await response.json();
  server.close();
  server.closeIdleConnections();
});
