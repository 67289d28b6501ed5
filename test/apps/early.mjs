// Does before it listens what an app may do at its start, and tells what has been loaded of telemetry by then.

import { statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { cache } = createRequire(import.meta.url);
const server = createServer((_, response) => response.end('ok'));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const ours = Object.keys(cache).filter((file) => file.includes('/packages/node/'));
console.log(JSON.stringify({ modules: ours.length, bytes: ours.reduce((sum, file) => sum + statSync(file).size, 0) }));
await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
server.close();
server.closeIdleConnections();
