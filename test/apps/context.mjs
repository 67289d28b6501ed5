// Serves 400 concurrent requests on kept-alive connections. Each goes through every kind of asynchronous step, and calls the service itself
// by node:http and by fetch. A line of stdout says where a wrong span was active, or one outside of a request.
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs';
import http from 'node:http';
import { Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { context, propagation, trace } from '@opentelemetry/api';

const concurrent = 400;
const wrong = {};
const active = () => trace.getActiveSpan()?.spanContext().spanId;
const check = (step, expected) => {
  if (active() !== expected) wrong[step] = (wrong[step] ?? 0) + 1;
};

// What was made outside of every request stays outside of them.
const ticker = setInterval(() => check('an interval from outside', undefined), 1);
const shared = new EventEmitter();
const worker = new Worker(new URL('./context-worker.mjs', import.meta.url));
const answers = new EventEmitter().setMaxListeners(concurrent);
worker.on('message', ({ id }) => {
  check('a worker’s message from outside', undefined);
  answers.emit(id);
});

const agent = new http.Agent({ keepAlive: true, maxSockets: 5 });
const call = (path) => new Promise((resolve, reject) => http.get({ port, host: '127.0.0.1', path, agent }, resolve).on('error', reject));

async function steps(request, span) {
  const is = (step) => check(step, span);
  is('the handler');
  request.on('data', () => is('the data of a body')).on('end', () => is('the end of a body'));
  await once(request, 'end');
  is('a promise of an event');
  await null;
  is('a promise');
  await new Promise((resolve) => setTimeout(resolve, 1)).then(() => is('then after a timer'));
  await sleep(1);
  await immediate();
  is('promised timers');
  await new Promise((resolve) => queueMicrotask(() => resolve(is('queueMicrotask'))));
  await new Promise((resolve) => process.nextTick(() => resolve(is('nextTick'))));
  await new Promise((resolve) => setImmediate(() => resolve(is('setImmediate'))));
  await new Promise((resolve) => readFile(import.meta.filename, () => resolve(is('a callback of fs'))));
  await promisify(readFile)(import.meta.filename);
  is('promisify');
  for await (const _ of Readable.from(['a', 'b'])) is('an asynchronous iterator');
  const through = new Transform({ transform: (chunk, _, done) => setTimeout(() => done(is('a stream'), chunk), 1) });
  await pipeline(Readable.from(['a', 'b']), through, async (source) => is('the end of a pipeline') ?? text(source));
  shared.once(span, () => is('an emitter from outside'));
  shared.emit(span);

  // A message has no context of its own: the conventions are to carry it along, and to bind the listener.
  const carrier = {};
  propagation.inject(context.active(), carrier);
  const answered = new Promise((resolve) =>
    answers.once(
      span,
      context.bind(context.active(), () => resolve(is('a bound listener'))),
    ),
  );
  worker.postMessage({ id: span, carrier });
  await answered;

  const response = await call('/item');
  is('a response');
  response.on('data', () => is('the data of a response')).on('end', () => is('the end of a response'));
  await once(response, 'end');
  await (await fetch(`http://127.0.0.1:${port}/item`)).text();
  is('fetch');
}

const server = http.createServer(async (request, response) => {
  const span = active();
  if (request.url === '/item') {
    request.resume().on('end', () => check('the end of a request without a body', span));
    return response.end('item');
  }
  response.on('finish', () => check('finish', span));
  await steps(request, span);
  response.end(span);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

const clients = new http.Agent({ keepAlive: true, maxSockets: 50 });
const spans = new Set();
const use = async () => {
  const request = http.request({ port, host: '127.0.0.1', path: '/work', method: 'POST', agent: clients }).end('a body');
  const [response] = await once(request, 'response');
  spans.add(await text(response));
  check('a client outside of a request', undefined);
};
await Promise.all(Array.from({ length: concurrent }, use));
clearInterval(ticker);
console.log(JSON.stringify({ served: spans.size, wrong }));
worker.postMessage({ end: true });
for (const each of [agent, clients]) each.destroy();
server.close();
server.closeAllConnections();
