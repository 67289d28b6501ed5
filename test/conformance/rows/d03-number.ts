import { deepEqual, equal } from 'node:assert/strict';
import { effective, lasting, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D3',
  what: 'a bad number is told and ignored; a timeout of 0 is no limit',
  compared: {
    'takes a timeout of 0 for no limit': async ({ receiver, run }) => {
      receiver.respondWith({ delayMillis: 300 });
      await run(lasting, { OTEL_EXPORTER_OTLP_TIMEOUT: '0', OTEL_BSP_SCHEDULE_DELAY: '10' });
      equal(receiver.spans.length, 1, 'a timeout of 0 loses the spans');
    },
  },
  tries: {
    'ignores what is no whole number or below 0, and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, {
        OTEL_BSP_SCHEDULE_DELAY: 'soon',
        OTEL_EXPORTER_OTLP_TIMEOUT: '-1',
        OTEL_METRIC_EXPORT_INTERVAL: '1.5',
        TELEWRIGHT_DEBUG_CONFIG: 'true',
      });
      deepEqual(
        told(stderr)
          .map((line) => /WARN (\S+): expected a whole number .*, got "(.*)"/.exec(line)?.slice(1).join(' '))
          .sort(),
        ['OTEL_BSP_SCHEDULE_DELAY soon', 'OTEL_EXPORTER_OTLP_TIMEOUT -1', 'OTEL_METRIC_EXPORT_INTERVAL 1.5'],
      );
      const { spanDelayMillis, metricExportIntervalMillis } = effective(stderr).values;
      deepEqual([spanDelayMillis?.value, metricExportIntervalMillis?.value, receiver.spans.length], [5_000, 60_000, 1]);
    },
  },
};
