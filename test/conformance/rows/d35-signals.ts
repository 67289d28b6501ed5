import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { runApp } from '../../run-app.ts';
import { idle } from '../programs.ts';
import type { Row } from '../row.ts';

/** How long a process that was told to end may take before it counts as one that never does. */
const patienceMillis = 8_000;

export const row: Row = {
  id: 'D35',
  what: 'SIGTERM is a bounded flush and the end; the host decides where it has a handler',
  compared: {
    'sends what is left and dies by the signal': async ({ subject, receiver, endpoint }) => {
      const app = subject.preloaded(idle, endpoint);
      await app.said(/ready/);
      app.kill('SIGTERM');
      const timer = setTimeout(() => app.kill('SIGKILL'), patienceMillis);
      const { signal } = await app.ended;
      clearTimeout(timer);
      notEqual(signal, 'SIGKILL', 'SIGTERM does not end the process');
      equal(receiver.spans.length, 1, 'SIGTERM loses the last spans');
    },
  },
  tries: {
    'dies by SIGINT too': async ({ subject, receiver, endpoint }) => {
      const app = subject.preloaded(idle, endpoint);
      await app.said(/ready/);
      app.kill('SIGINT');
      const { code, signal } = await app.ended;
      deepEqual([code, signal, receiver.spans.length], [null, 'SIGINT', 1]);
    },
    'ends within its bound where the Collector never answers': async ({ subject, receiver, endpoint }) => {
      receiver.respondWith({ hang: true });
      const app = subject.preloaded(idle, { ...endpoint, OTEL_EXPORTER_OTLP_TIMEOUT: '600000' });
      await app.said(/ready/);
      app.kill('SIGTERM');
      equal((await app.ended).signal, 'SIGTERM');
    },
    'leaves the end to the handler of the app': async ({ receiver, endpoint }) => {
      const app = runApp(['--require', '@telewright/node/register', 'idle.mjs'], { ...endpoint, HANDLER: 'own' });
      await app.said(/ready/);
      app.kill('SIGTERM');
      const { code, signal } = await app.ended;
      deepEqual([code, signal, receiver.spans.map(({ name }) => name).sort()], [0, null, ['cleanup', 'work']]);
    },
  },
};
