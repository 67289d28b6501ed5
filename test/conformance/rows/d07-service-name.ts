import { deepEqual } from 'node:assert/strict';
import { span } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D7',
  what: '`OTEL_SERVICE_NAME` beats `service.name` in `OTEL_RESOURCE_ATTRIBUTES`',
  tries: {
    'takes the name from its own variable, and the rest from the other': async ({ receiver, run }) => {
      await run(span, { OTEL_SERVICE_NAME: 'own', OTEL_RESOURCE_ATTRIBUTES: 'service.name=general,other=1' });
      const { attributes = {} } = receiver.spans[0]?.resource ?? {};
      deepEqual([attributes['service.name'], attributes['other']], ['own', '1']);
    },
  },
};
