import { deepEqual, notDeepEqual } from 'node:assert/strict';
import { api, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

const measures = `${api} trace.getTracer('app').startActiveSpan('work', (span) => {
  metrics.getMeter('app').createHistogram('taken').record(1); span.end(); });
  setTimeout(() => process.exit(), 1_000);`;

export const row: Row = {
  id: 'D23',
  what: '`OTEL_METRICS_EXEMPLAR_FILTER`: values that are measured in a sampled span are exemplars by default',
  unmet: 'the metrics of the OpenTelemetry SDK for JavaScript have no exemplars; the variable is told in one line',
  compared: {
    'gives a value that is measured in a sampled span as an exemplar': async ({ receiver, run }) => {
      await run(measures, { OTEL_METRIC_EXPORT_INTERVAL: '100', OTEL_METRIC_EXPORT_TIMEOUT: '50' });
      const points = receiver.metrics.find(({ name }) => name === 'taken')?.points;
      const exemplars = points?.flatMap((point) => ('exemplars' in point ? point.exemplars : []));
      notDeepEqual(exemplars, undefined, 'no metrics');
      notDeepEqual(exemplars, [], 'there are no exemplars');
    },
  },
  tries: {
    'says that the variable has no effect': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_METRICS_EXEMPLAR_FILTER: 'always_on' });
      deepEqual(
        [receiver.spans.length, told(stderr)],
        [
          1,
          [
            '[telewright] WARN OTEL_METRICS_EXEMPLAR_FILTER: expected a variable that is supported (the OpenTelemetry SDK for JavaScript makes no exemplars); it is ignored',
          ],
        ],
      );
    },
  },
};
