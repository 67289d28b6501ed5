import { deepEqual, match } from 'node:assert/strict';
import { api } from '../programs.ts';
import type { Row } from '../row.ts';

const writes = `${api} const logger = require('pino')(); logger.info('outside');
  trace.getTracer('app').startActiveSpan('work', (span) => { logger.info('inside'); console.log(JSON.stringify(span.spanContext())); span.end(); });`;

export const row: Row = {
  id: 'D38',
  what: 'log lines in a span have `trace_id`, `span_id` and `trace_flags` as `01`; others have none',
  tries: {
    'names the span in lines inside it, and nothing in others': async ({ run }) => {
      const { lines } = await run(writes);
      const [outside = {}, inside = {}] = ['outside', 'inside'].map((text) => lines.find(({ msg }) => msg === text));
      const context = lines.find(({ traceId }) => traceId) ?? {};
      const fields = ['trace_id', 'span_id', 'trace_flags'];
      deepEqual(
        fields.map((name) => inside[name]),
        [context['traceId'], context['spanId'], '01'],
      );
      match(`${inside['trace_id']} ${inside['span_id']}`, /^[0-9a-f]{32} [0-9a-f]{16}$/);
      deepEqual(
        fields.filter((name) => name in outside),
        [],
      );
    },
    'says 00 where the trace is not sampled': async ({ run }) => {
      const { lines } = await run(writes, { OTEL_TRACES_SAMPLER: 'always_off' });
      deepEqual(lines.find(({ msg }) => msg === 'inside')?.['trace_flags'], '00');
    },
  },
};
