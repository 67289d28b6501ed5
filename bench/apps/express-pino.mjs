// A usual service: express and pino, as ES modules.
import { createServer } from 'node:http';
import express from 'express';
import pino from 'pino';
import parent from './parent.cjs';

const log = pino();
const app = express();
app.get('/users/:id', (request, response) => {
  log.info({ user: request.params.id }, 'user was read');
  response.json({ id: request.params.id });
});
parent.serve(createServer(app));
