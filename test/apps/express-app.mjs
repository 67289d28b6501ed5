// A service as a user writes it: nothing of telemetry in it. It serves one request to itself and stops.
import { once } from 'node:events';
import express from 'express';
import pino from 'pino';

const log = pino({ base: null });
const app = express();
app.get('/users/:id', (request, response) => {
  log.info({ user: request.params.id }, 'in the request');
  response.json({ ok: true });
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
log.info('outside of a request');
const response = await fetch(`http://127.0.0.1:${server.address().port}/users/42`);
await response.json();
server.close();
server.closeIdleConnections();
