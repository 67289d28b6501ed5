import { deepEqual, equal } from 'node:assert/strict';
import type { Receiver } from '@telewright/testing';
import { runApp } from '../../run-app.ts';
import type { Row } from '../row.ts';

const serve = `const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => { response.resume(); response.on('end', () => server.close()); }); });`;
const required = `const { createServer, get } = require('node:http'); ${serve}`;
const imported = `import { createServer, get } from 'node:http'; ${serve}`;
const leave = `setTimeout(() => process.exit(), 1_500);`;
const ofHttp = ({ spans }: Receiver): string =>
  spans
    .filter(({ attributes }) => 'http.request.method' in attributes)
    .map(({ kind }) => kind)
    .sort()
    .join();

export const row: Row = {
  id: 'D32',
  what: 'one flag instruments CommonJS and ESM alike, without doubled spans',
  compared: {
    'sees each request once, in CommonJS and in ESM': async ({ receiver, run }) => {
      await run(required + leave, { OTEL_BSP_SCHEDULE_DELAY: '10' });
      equal(ofHttp(receiver), 'CLIENT,SERVER', `CommonJS: ${ofHttp(receiver) || 'no spans of HTTP'}`);
      receiver.reset();
      await run(imported + leave, { OTEL_BSP_SCHEDULE_DELAY: '10' }, true);
      equal(ofHttp(receiver), 'CLIENT,SERVER', `ESM: ${ofHttp(receiver) || 'no spans of HTTP'}`);
    },
  },
  tries: {
    'works with the other flag too': async ({ receiver, endpoint }) => {
      const flag = ['--import', '@telewright/node/register'];
      for (const args of [
        ['--eval', required],
        ['--input-type=module', '--eval', imported],
      ]) {
        receiver.reset();
        await runApp([...flag, ...args], endpoint).ended;
        deepEqual(ofHttp(receiver), 'CLIENT,SERVER');
      }
    },
  },
};
