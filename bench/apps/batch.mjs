// Records one full batch of spans with six attributes.
import { trace } from '@opentelemetry/api';

const tracer = trace.getTracer('bench');
for (let index = 0; index < 512; index++) {
  const attributes = {
    'http.request.method': 'GET',
    'url.path': `/users/${index}`,
    'http.route': '/users/:id',
    'http.response.status_code': 200,
    'server.port': 8080,
    'network.protocol.version': '1.1',
  };
  tracer.startSpan('GET /users/:id', { attributes }).end();
}
