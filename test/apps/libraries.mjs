// A service that answers from GraphQL, a Redis that is not there, a MySQL that is not there, and a server of HTTP/2.

import { createServer } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import express from 'express';
import { buildSchema, graphql } from 'graphql';
import mysql from 'mysql2/promise';
import { createClient } from 'redis';

const inner = createHttp2Server((_, response) => response.end()).listen(0, '127.0.0.1');
const schema = buildSchema('type Query { now: String }');
const redis = createClient({ disableOfflineQueue: true });
const pool = mysql.createPool({ host: '127.0.0.1', port: 1 });
const app = express();
app.get('/users/:id', async (_, response) => {
  await redis.ping().catch(() => {});
  await pool.query('SELECT 1').catch(() => {});
  const session = connect(`http://127.0.0.1:${inner.address().port}`);
  await new Promise((resolve) => session.request().resume().on('close', resolve).end());
  session.close();
  const { data } = await graphql({ schema, source: '{ now }', rootValue: { now: 'now' } });
  response.json(data);
});
const server = createServer(app).listen(0, '127.0.0.1', async () => {
  console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/users/42`)).text());
  await pool.end();
  inner.close();
  server.close();
  server.closeIdleConnections();
});
