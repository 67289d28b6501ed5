// A service as a user writes it, which test/loading.test.ts turns into each kind of module. Each request makes two outgoing calls, one by
// node:http and one by fetch, to the service itself. It says what its client saw, and ends with an exit code of its own.
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Request, type Response, Router } from 'express';
import pino from 'pino';

const log = pino({ base: null, timestamp: false });
const app = express();
const server = createServer(app);
/* start() stands here when it comes late */
const address = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

const router = Router();
router.get('/users/:id', async (request: Request<{ id: string }>, response: Response) => {
  log.info({ user: request.params.id }, 'a request');
  const stock = await readBody(address(`/items/${request.params.id}`));
  const price = await (await fetch(address(`/prices/${request.params.id}`))).text();
  log.info({ user: request.params.id }, 'after its calls');
  response.set('x-own', 'kept').status(201).json({ stock, price });
});
app.use('/api', router);
app.get('/items/:item', (request: Request, response: Response) => {
  log.info('an item');
  response.end(`item ${request.params['item']}`);
});
app.get('/prices/:item', (_: Request, response: Response) => {
  log.info('a price');
  response.end('7');
});

function readBody(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, (message: IncomingMessage) => {
      let body = '';
      message.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      message.on('end', () => resolve(body));
    }).on('error', reject);
  });
}

async function use(id: string): Promise<void> {
  const response = await fetch(address(`/api/users/${id}?page=${id}`), { headers: { connection: 'close' } });
  const headers = [...response.headers.keys()].filter((name) => name !== 'date');
  console.log(JSON.stringify({ status: response.status, headers, body: await response.text() }));
}

server.listen(0, '127.0.0.1', async () => {
  log.info('outside of a request');
  await use('1');
  await use('2');
  console.error('one line of its own on stderr');
  server.close();
  server.closeIdleConnections();
  process.exitCode = 7;
});
