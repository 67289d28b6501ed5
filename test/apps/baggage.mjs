// Serves a request of each of three tenants, which is known by the request's baggage; logs and counts it.
import { createServer } from 'node:http';
import { metrics } from '@opentelemetry/api';
import pino from 'pino';

const log = pino({ base: null });
const orders = metrics.getMeter('app').createCounter('orders');
const server = createServer((_, response) => {
  log.info('served');
  orders.add(1);
  response.end();
}).listen(0, '127.0.0.1', async () => {
  for (const tenant of ['acme', 'globex', 'initech']) {
    await fetch(`http://127.0.0.1:${server.address().port}/`, { headers: { baggage: `tenant.id=${tenant},session=secret` } });
  }
  server.close();
  server.closeIdleConnections();
});
