// Answers a request with the headers of context that arrive elsewhere when it is passed on by node:http and by fetch; /stop ends the app.
import { once } from 'node:events';
import http from 'node:http';
import { json } from 'node:stream/consumers';

const ofContext = ['traceparent', 'tracestate', 'baggage', 'b3', 'x-b3-traceid', 'x-b3-spanid', 'x-b3-sampled'];
const pick = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => ofContext.includes(name)));

const server = http.createServer({ maxHeaderSize: 2 ** 20 }, async (request, response) => {
  if (request.url === '/echo') return response.end(JSON.stringify(pick(request.headers)));
  const url = `http://127.0.0.1:${server.address().port}/echo`;
  const [message] = await once(http.get(url, { agent: false }), 'response');
  response.end(JSON.stringify({ http: await json(message), fetch: await (await fetch(url)).json() }));
  if (request.url !== '/stop') return;
  server.close();
  server.closeIdleConnections();
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
