// A service with libraries that publish no channels: PostgreSQL, GraphQL, and the frameworks koa and express 4. It uses each of them once.
import { createServer } from 'node:http';
import { Router as KoaRouter } from '@koa/router';
import express from 'express';
import { buildSchema, graphql } from 'graphql';
import Koa from 'koa';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
const schema = buildSchema('type Query { n: Int }');
const answers = {
  '/pg': async () => (await pool.query('select $1::int as n', [1])).rows,
  '/graphql': () => graphql({ schema, source: '{ n }', rootValue: { n: 1 } }),
};
const plain = (request, response) => answers[request.url]().then((answer) => response.end(JSON.stringify(answer)));

const router = new KoaRouter();
router.get('/users/:id', (context) => {
  context.body = context.params.id;
});
const koa = new Koa().use(async (_, next) => next()).use(router.routes());
const orders = express().use((_request, _response, next) => next());
orders.use(
  '/api',
  express.Router().get('/orders/:id', (request, response) => response.send(request.params.id)),
);

async function use(handler, path) {
  const server = createServer(handler);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers: { connection: 'close' } });
  console.log(path, await response.text());
  server.close();
}

async function main() {
  await use(plain, '/pg');
  await use(plain, '/graphql');
  await use(koa.callback(), '/users/7');
  await use(orders, '/api/orders/9');
  await pool.end();
}

main();
