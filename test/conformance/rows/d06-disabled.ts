import { deepEqual, equal } from 'node:assert/strict';
import { api } from '../programs.ts';
import type { Row } from '../row.ts';

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const passesOn = `${api} const parent = propagation.extract(ROOT_CONTEXT, { traceparent: '${parent}' });
  context.with(parent, () => { trace.getTracer('app').startSpan('work').end();
    const carrier = {}; propagation.inject(context.active(), carrier); console.log(carrier.traceparent); });`;

export const row: Row = {
  id: 'D6',
  what: '`OTEL_SDK_DISABLED=true` records nothing and propagates context',
  compared: {
    'sends nothing, and passes on the context that comes in': async ({ receiver, run }) => {
      const { stdout } = await run(passesOn, { OTEL_SDK_DISABLED: 'true' });
      deepEqual(receiver.requests, [], 'something is sent');
      equal(stdout.trim(), parent, 'the context is not propagated');
    },
  },
};
