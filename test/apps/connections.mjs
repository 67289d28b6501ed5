// Calls itself by name, and starts another process.
import { execFile } from 'node:child_process';
import { createServer, get } from 'node:http';

const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  get({ host: 'localhost', port: server.address().port, agent: false }, (response) => {
    response.resume().on('end', () => execFile(process.execPath, ['--version'], () => server.close()));
  });
});
