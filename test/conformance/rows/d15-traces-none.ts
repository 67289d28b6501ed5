import { deepEqual, match } from 'node:assert/strict';
import { api } from '../programs.ts';
import type { Row } from '../row.ts';

const passesOn = `${api} trace.getTracer('app').startActiveSpan('work', (span) => {
  const carrier = {}; propagation.inject(context.active(), carrier); console.log(carrier.traceparent ?? 'nothing'); span.end(); });`;
const writes = `${api} const logger = require('pino')();
  trace.getTracer('app').startActiveSpan('work', (span) => { logger.info('inside'); console.log(JSON.stringify(span.spanContext())); span.end(); });`;

export const row: Row = {
  id: 'D15',
  what: 'with `OTEL_TRACES_EXPORTER=none` context, propagation and log correlation work',
  compared: {
    'passes the context on': async ({ run }) => {
      const { stdout } = await run(passesOn, { OTEL_TRACES_EXPORTER: 'none' });
      match(stdout, /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/m, 'no context, so no propagation and no correlation');
    },
  },
  tries: {
    'correlates lines': async ({ receiver, run }) => {
      const { lines } = await run(writes, { OTEL_TRACES_EXPORTER: 'none' });
      const line = lines.find(({ msg }) => msg === 'inside');
      const context = lines.find(({ traceId }) => traceId);
      deepEqual([line?.['trace_id'], line?.['span_id'], receiver.spans.length], [context?.['traceId'], context?.['spanId'], 0]);
      match(String(line?.['trace_id']), /^[0-9a-f]{32}$/);
    },
  },
};
