import { deepEqual } from 'node:assert/strict';
import { runApp } from '../../run-app.ts';
import { api } from '../programs.ts';
import type { Row } from '../row.ts';

const writes = `${api} require('pino')().info('hello');`;
const always = ['sig', 'Signature', 'AWSAccessKeyId', 'X-Goog-Signature'];

export const row: Row = {
  id: 'D41',
  what: 'sending of log lines is a setting; signatures in URLs are redacted, and a list adds to them',
  tries: {
    'sends lines where it is asked to': async ({ receiver, run }) => {
      const { lines } = await run(writes);
      deepEqual([lines.length, receiver.logs.length], [1, 0]);
      await run(writes, { TELEWRIGHT_LOGS: 'send' });
      deepEqual(
        receiver.logs.map(({ body }) => body),
        ['hello'],
      );
    },
    'redacts signatures in queries, and those of a list': async ({ receiver, endpoint }) => {
      const query = [...always, 'pin', 'kept'].map((name) => `${name}=value`).join('&');
      const args = ['--require', '@telewright/node/register', 'http-client-and-server.mjs', `/a?${query}`];
      await runApp(args, { ...endpoint, TELEWRIGHT_REDACTED_QUERY_PARAMETERS: 'pin' }).ended;
      const redacted = `${[...always, 'pin'].map((name) => `${name}=REDACTED`).join('&')}&kept=value`;
      const queries = receiver.spans.map(
        ({ attributes }) => attributes['url.query'] ?? new URL(String(attributes['url.full'])).search.slice(1),
      );
      deepEqual(queries, Array(4).fill(redacted));
    },
  },
};
