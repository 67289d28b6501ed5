// Calls itself as gRPC does, with an instrumentation of gRPC given by name if there is an argument.
import { connect, createServer } from 'node:http2';
import { start } from '@telewright/node';

const grpc = { instrumentationName: '@opentelemetry/instrumentation-grpc' };
for (const name of ['setTracerProvider', 'setMeterProvider', 'enable', 'disable']) grpc[name] = () => {};
start({ instrumentations: process.argv[2] ? [grpc] : [] });
const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  const session = connect(`http://127.0.0.1:${server.address().port}`);
  const call = session.request({ ':method': 'POST', ':path': '/shop.Orders/Get', 'content-type': 'application/grpc' });
  call.resume().on('close', () => {
    session.close();
    server.close();
  });
  call.end();
});
