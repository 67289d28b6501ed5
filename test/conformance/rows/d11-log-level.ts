import { deepEqual, equal } from 'node:assert/strict';
import { lasting, span } from '../programs.ts';
import type { Row } from '../row.ts';

const nobody = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' };
const levels = (stderr: string): string[] =>
  [...new Set([...stderr.matchAll(/^\[telewright\] (\w+) /gm)].map(([, level = '']) => level))].sort();

export const row: Row = {
  id: 'D11',
  what: '`OTEL_LOG_LEVEL` is `info` by default',
  compared: {
    'says without the variable that an export failed': async ({ run }) => {
      const { stderr } = await run(lasting, { ...nobody, OTEL_BSP_SCHEDULE_DELAY: '10', OTEL_EXPORTER_OTLP_TIMEOUT: '300' });
      equal(/ECONNREFUSED|in time|timeout/i.test(stderr), true, 'a failed export is not told');
    },
  },
  tries: {
    'says what the level lets through, in any case': async ({ run }) => {
      const variables = { ...nobody, OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', TELEWRIGHT_SHUTDOWN_TIMEOUT: '500' };
      const said = async (level: Record<string, string>) => levels((await run(span, { ...variables, ...level })).stderr);
      deepEqual(await said({}), ['INFO', 'WARN']);
      deepEqual(await said({ OTEL_LOG_LEVEL: 'WARN' }), ['WARN']);
      deepEqual(await said({ OTEL_LOG_LEVEL: 'Error' }), []);
      deepEqual(await said({ OTEL_LOG_LEVEL: 'NONE' }), []);
      deepEqual((await said({ OTEL_LOG_LEVEL: 'debug' })).includes('DEBUG'), true);
    },
  },
};
