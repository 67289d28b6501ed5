import { deepEqual } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D24',
  what: 'Prometheus on `localhost:9464`',
  unmet:
    'there is no Prometheus exporter: a process would need a port; a Collector can serve what it gets by OTLP. The variables are told in one line',
  tries: {
    'says that the variables have no effect': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_EXPORTER_PROMETHEUS_PORT: '9465' });
      deepEqual([receiver.spans.length, told(stderr).length], [1, 1]);
    },
  },
};
