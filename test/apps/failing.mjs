// Answers one request with an error, from inside of a span of its own, and logs on the way.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import pino from 'pino';

const log = pino({ base: null, timestamp: false });
const tracer = trace.getTracer('failing');

function charge() {
  return tracer.startActiveSpan('charge', (span) => {
    log.info({ token: 'tok-secret' }, 'charging');
    try {
      throw new RangeError('card declined');
    } catch (error) {
      log.error(error);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

const server = createServer((request, response) => {
  log.info('asked');
  try {
    if (request.url === '/pay') charge();
    response.end();
  } catch {
    response.statusCode = 500;
    log.warn('answering with 500');
    response.end();
  }
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
for (const path of ['/', '/pay', '/']) await (await fetch(url + path)).text();
server.close();
server.closeAllConnections();
