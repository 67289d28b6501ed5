import { deepEqual, equal } from 'node:assert/strict';
import { api, effective } from '../programs.ts';
import type { Row } from '../row.ts';

const counts = `${api} metrics.getMeter('app').createCounter('jobs').add(1);`;

export const row: Row = {
  id: 'D21',
  what: 'metrics go out every 60 s with a timeout of 30 s, to the console too',
  compared: {
    'obeys the interval for the console': async ({ run }) => {
      const variables = { OTEL_METRICS_EXPORTER: 'console', OTEL_METRIC_EXPORT_INTERVAL: '200', OTEL_METRIC_EXPORT_TIMEOUT: '100' };
      const { stdout, stderr } = await run(`${counts} setTimeout(() => process.exit(), 2_000);`, variables);
      equal((stdout + stderr).includes('jobs'), true, 'the console ignores OTEL_METRIC_EXPORT_INTERVAL');
    },
  },
  tries: {
    'has the defaults of the specification': async ({ run }) => {
      const { values } = effective((await run(counts, { TELEWRIGHT_DEBUG_CONFIG: 'true' })).stderr);
      deepEqual([values['metricExportIntervalMillis']?.value, values['metricExportTimeoutMillis']?.value], [60_000, 30_000]);
    },
    'sends at each interval': async ({ subject, receiver, endpoint }) => {
      const app = subject.preloaded(`${counts} setInterval(() => undefined, 1_000);`, { ...endpoint, OTEL_METRIC_EXPORT_INTERVAL: '50' });
      await receiver.waitFor(({ metrics }) => metrics.filter(({ name }) => name === 'jobs').length >= 3);
      app.kill('SIGTERM');
      await app.ended;
    },
  },
};
