// Says on stdout all that a host can see of http, fetch, express and fastify, and nothing that differs from run to run: to be compared with and
// without telemetry.
import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import express from 'express';
import fastify from 'fastify';

const say = (what, value) => console.log(what, JSON.stringify(value));
const events = ['abort', 'aborted', 'close', 'connect', 'data', 'drain', 'end', 'error', 'finish', 'information', 'pipe', 'prefinish'];
const more = ['readable', 'request', 'response', 'socket', 'timeout', 'unpipe', 'upgrade'];
const listeners = (emitter) => Object.fromEntries([...events, ...more].map((event) => [event, emitter.listenerCount(event)]));
const follow = (emitter, name, seen) => {
  for (const event of [...events, ...more].filter((name) => name !== 'readable')) emitter.on(event, () => seen.push(`${name} ${event}`));
};

/** Sends bytes to a server and says what comes back, but for the date and the port. */
async function raw(port, what, ...lines) {
  const socket = connect(port, '127.0.0.1');
  socket.write([...lines, '', ''].join('\r\n'));
  const answer = (await text(socket)).replace(/date: .*\r\n/gi, '').replace(/at .*/g, 'at …');
  say(what, answer.replaceAll(String(port), 'PORT'));
}

const get = (path, ...headers) => [`GET ${path} HTTP/1.1`, 'host: a', 'connection: close', ...headers];
const post = (path, body, type = 'application/json') => [
  `POST ${path} HTTP/1.1`,
  'host: a',
  'connection: close',
  `content-type: ${type}`,
  `content-length: ${body.length}`,
  '',
  body,
];

async function plainServer() {
  const seen = [];
  const server = http.createServer((request, response) => {
    say('keys', { request: Object.keys(request), response: Object.keys(response), headers: request.rawHeaders });
    say('listeners', { request: listeners(request), response: listeners(response), server: listeners(server) });
    say('same', [request.constructor === http.IncomingMessage, Object.keys(Object.getOwnPropertyDescriptors(response)).includes('end')]);
    follow(request, 'request', seen);
    follow(response, 'response', seen);
    request.on('end', () => {
      response.setHeader('x-a', ['1', '2']);
      if (request.method === 'HEAD') return response.end('body');
      response.writeHead(202, 'Taken', { trailer: 'x-t' });
      response.addTrailers({ 'x-t': 'end' });
      response.end('body');
    });
  });
  server.on('clientError', (error, socket) => socket.end(`HTTP/1.1 400 ${error.code}\r\n\r\n`));
  server.on('checkContinue', (request, response) => {
    response.writeContinue();
    server.emit('request', request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await raw(port, 'get', ...get('/a?b=c'));
  await raw(port, 'head', 'HEAD / HTTP/1.1', 'host: a', 'connection: close');
  await raw(port, 'continue', 'POST / HTTP/1.1', 'host: a', 'expect: 100-continue', 'connection: close', 'content-length: 2', '', 'ab');
  await raw(port, 'broken', 'GET / HTTP/9.9');
  await raw(port, 'pipelined', 'GET /1 HTTP/1.1', 'host: a', '', ...get('/2'));
  say('events', seen);
  const aborted = once(server, 'request').then(([, response]) =>
    once(response, 'close').then(() => say('aborted', response.writableFinished)),
  );
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n');
  await once(server, 'request');
  socket.destroy();
  await aborted;
  server.close();
  await once(server, 'close');
}

async function clients() {
  const server = http.createServer((request, response) => {
    if (request.url === '/destroy') return request.socket.destroy();
    if (request.url === '/moved') return response.writeHead(302, { location: '/there' }).end();
    request.pipe(response.writeHead(request.url === '/missing' ? 404 : 200, { 'x-headers': JSON.stringify(Object.keys(request.headers)) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const url = (path) => `http://127.0.0.1:${port}${path}`;
  const seen = [];
  const request = http.request(url('/echo'), { method: 'PUT', headers: { 'x-own': '1' }, agent: false });
  say('client keys', [Object.keys(request).includes('end'), request.getHeaderNames(), request.constructor === http.ClientRequest]);
  follow(request, 'client', seen);
  const [response] = await once(request.end('hello'), 'response');
  say('client response', [response.statusCode, response.headers['x-headers'], Object.keys(response).length, await text(response)]);
  await once(request, 'close').catch(() => undefined);
  say('client events', seen);
  for (const path of ['/destroy', '/gone']) {
    const failing = http.get(path === '/gone' ? 'http://127.0.0.1:1' : url(path), { agent: false });
    const [error] = await once(failing, 'error');
    say('client error', [error.code, failing.destroyed, error.constructor.name]);
  }
  for (const path of ['/moved', '/missing']) {
    const answer = await fetch(url(path), { headers: { 'x-own': '1' } });
    say('fetch', [
      answer.status,
      answer.redirected,
      [...answer.headers.keys()].filter((name) => name !== 'date'),
      answer.headers.get('x-headers'),
    ]);
  }
  const echoed = await fetch(url('/echo'), { method: 'POST', body: new Blob(['a', 'b']).stream(), duplex: 'half' });
  say('fetch body', await echoed.text());
  const failed = await fetch(url('/destroy')).catch((error) => [error.name, error.message, error.cause?.code ?? error.cause?.name]);
  say('fetch error', failed);
  say('fetch abort', await fetch(url('/'), { signal: AbortSignal.abort() }).catch((error) => error.name));
  server.close();
  server.closeAllConnections();
}

async function expressApp() {
  const app = express().disable('x-powered-by');
  app.use(express.json({ limit: 20 }));
  app.get('/ok', (request, response) =>
    response.cookie('a', 'b').json({ keys: Object.keys(request), locals: Object.keys(response.locals) }),
  );
  app.get('/throw', () => {
    throw new TypeError('thrown');
  });
  app.get('/reject', async () => Promise.reject(Object.assign(new Error('rejected'), { status: 418 })));
  app.post('/echo', (request, response) => response.send(request.body));
  app.use(
    '/nested',
    express
      .Router({ mergeParams: true })
      .get('/:id', (request, response) => response.send([request.baseUrl, request.params, request.route.path])),
  );
  app.param('own', (_request, _response, next, value) => next(value === 'bad' ? new Error('bad param') : undefined));
  app.get('/param/:own', (request, response) => response.redirect(`/${request.params.own}`));
  app.use((error, _request, response, _next) => response.status(error.status ?? 500).send(`${error.name}: ${error.message}`));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  for (const path of ['/ok', '/throw', '/reject', '/nested/7', '/param/bad', '/param/good', '/missing', '/%zz'])
    await raw(port, `express ${path}`, ...get(path));
  await raw(port, 'express not modified', ...get('/nested/7', 'if-none-match: *'));
  for (const body of ['{"a":1}', '{"a":', `{"a":"${'x'.repeat(40)}"}`]) await raw(port, 'express body', ...post('/echo', body));
  server.close();
}

async function fastifyApp() {
  const app = fastify({ bodyLimit: 20, genReqId: () => 'id' });
  const hooks = [];
  for (const hook of ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'onSend', 'onResponse', 'onError'])
    app.addHook(hook, async () => void hooks.push(hook));
  app.get('/ok', async (request) => ({ id: request.id, keys: Object.keys(request.raw) }));
  app.get('/throw', async () => {
    throw new TypeError('thrown');
  });
  app.get('/late', (_request, reply) => void setTimeout(() => reply.code(203).header('x-own', '1').send('late'), 1));
  app.post('/echo', { schema: { body: { type: 'object', required: ['a'] } } }, async (request) => request.body);
  app.register(async (child) => child.get('/:id', async (request) => [request.routeOptions.url, request.params]), { prefix: '/nested' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address();
  for (const path of ['/ok', '/throw', '/late', '/nested/7', '/missing']) await raw(port, `fastify ${path}`, ...get(path));
  for (const body of ['{"a":1}', '{"b":1}', '{"a":', `{"a":"${'x'.repeat(40)}"}`]) await raw(port, 'fastify body', ...post('/echo', body));
  await raw(port, 'fastify media type', ...post('/echo', 'a', 'x/y'));
  say('fastify inject', (await app.inject('/nested/8')).json());
  say('fastify hooks', hooks);
  await app.close();
}

await plainServer();
await clients();
await expressApp();
await fastifyApp();
say('globals', Object.keys(globalThis).sort());
say(
  'environment',
  Object.keys(process.env)
    .filter((name) => !/^(OTEL|FINOPS|TELEWRIGHT)_/.test(name))
    .sort(),
);
say('arguments', [process.argv.length, process.exitCode]);
// Last, what nobody catches.
process.on('exit', (code) => say('exit', code));
setImmediate(() => {
  throw new RangeError('uncaught');
});
