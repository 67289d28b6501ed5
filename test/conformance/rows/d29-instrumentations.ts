import { deepEqual, match } from 'node:assert/strict';
import { effective, span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D29',
  what: '`OTEL_NODE_ENABLED_INSTRUMENTATIONS` are the only ones, `OTEL_NODE_DISABLED_INSTRUMENTATIONS` is applied after; unknown names are told',
  tries: {
    'runs those that are enabled, without those that are disabled': async ({ run }) => {
      const { stderr } = await run(span, {
        OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,pino',
        OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http',
        TELEWRIGHT_DEBUG_CONFIG: 'true',
      });
      deepEqual(effective(stderr).instrumentations, ['pino']);
    },
    'tells an unknown name, and runs the others': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_NODE_ENABLED_INSTRUMENTATIONS: 'http,nonsense', TELEWRIGHT_DEBUG_CONFIG: 'true' });
      deepEqual([receiver.spans.length, effective(stderr).instrumentations, told(stderr).length], [1, ['http'], 1]);
      match(told(stderr).join(), /unknown instrumentation "nonsense": expected one of http, /);
    },
  },
};
