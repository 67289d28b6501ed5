import { deepEqual } from 'node:assert/strict';
import { signals } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D17',
  what: 'the endpoint is a base with `v1/<signal>` appended; that of a signal is used as it is',
  tries: {
    'appends to a base and keeps its path, and uses that of a signal as it is': async ({ receiver, run }) => {
      receiver.respondWith({});
      await run(signals, {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/base/`,
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${receiver.url}/own/path`,
        OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: receiver.url,
      });
      deepEqual([...new Set(receiver.requests.map(({ path }) => path))].sort(), ['/', '/base/v1/traces', '/own/path']);
    },
    'goes to port 4318 of this machine by default': async ({ run }) => {
      const { stderr } = await run(signals, { OTEL_EXPORTER_OTLP_ENDPOINT: '', TELEWRIGHT_SHUTDOWN_TIMEOUT: '200' });
      deepEqual(stderr.includes('started: traces, metrics, logs to http://localhost:4318'), true, stderr);
    },
  },
};
