// Calls itself by fetch and node:http under each path of its arguments, with a header and credentials.
import { createServer, get } from 'node:http';

const server = createServer((_, response) => response.setHeader('x-kind', 'test').end());
server.listen(0, '127.0.0.1', async () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const headers = { 'x-tenant': 'acme', authorization: 'Bearer secret', 'x-forwarded-proto': 'https' };
  for (const path of process.argv.slice(2)) {
    await (await fetch(origin + path, { headers })).text();
    await new Promise((resolve) => get(origin + path, { headers }, (response) => response.resume().on('end', resolve)));
  }
  server.close();
  server.closeIdleConnections();
});
