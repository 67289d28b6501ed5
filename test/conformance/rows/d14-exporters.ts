import { deepEqual, match } from 'node:assert/strict';
import { signals, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D14',
  what: 'exporters are lists of `otlp`, `console` and `none`; `none` among others wins and is told',
  tries: {
    'sends all three signals by default': async ({ receiver, run }) => {
      await run(signals);
      deepEqual([...new Set(receiver.requests.map(({ signal }) => signal))].sort(), ['logs', 'metrics', 'traces']);
    },
    'leaves out a signal with none': async ({ receiver, run }) => {
      await run(signals, { OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'None' });
      deepEqual([...new Set(receiver.requests.map(({ signal }) => signal))], ['traces']);
    },
    'lets none win among others, and says so': async ({ receiver, run }) => {
      const { stderr } = await run(signals, { OTEL_TRACES_EXPORTER: 'otlp,none' });
      deepEqual([receiver.spans.length, told(stderr).length], [0, 1]);
      match(told(stderr).join(), /OTEL_TRACES_EXPORTER: .*none wins/);
    },
    'sends and writes with a list of both': async ({ receiver, run }) => {
      const { stdout, stderr } = await run(signals, { OTEL_TRACES_EXPORTER: 'otlp,console' });
      deepEqual([receiver.spans.length, stdout], [1, '']);
      match(stderr, /^\{.*"name":"work"/m);
    },
    'knows prometheus for metrics only': async ({ receiver, run }) => {
      const { stderr } = await run(signals, { OTEL_TRACES_EXPORTER: 'prometheus' });
      deepEqual([receiver.spans.length, told(stderr).length], [1, 1]);
      match(told(stderr).join(), /OTEL_TRACES_EXPORTER: expected a comma-separated list of otlp, console, none, got "prometheus"/);
    },
  },
};
