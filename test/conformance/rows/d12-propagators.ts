import { deepEqual, match } from 'node:assert/strict';
import { api, told } from '../programs.ts';
import type { Row, Trial } from '../row.ts';

const passesOn = `${api} const entry = propagation.createBaggage({ user: { value: '42' } });
  trace.getTracer('app').startActiveSpan('work', (span) => { const carrier = {};
    propagation.inject(propagation.setBaggage(context.active(), entry), carrier); span.end();
    console.log(JSON.stringify([propagation.fields(), Object.keys(carrier).sort()])); });`;

async function written({ run }: Trial, variables: Readonly<Record<string, string>> = {}) {
  const { stdout, stderr } = await run(passesOn, variables);
  const [fields, keys] = JSON.parse(stdout);
  return { fields, keys, said: told(stderr) };
}

export const row: Row = {
  id: 'D12',
  what: '`OTEL_PROPAGATORS` is `tracecontext,baggage` by default; duplicates are removed, `none` disables, an unknown one is told',
  tries: {
    'writes trace context and baggage by default': async (trial) => {
      deepEqual(await written(trial), { fields: ['traceparent', 'tracestate', 'baggage'], keys: ['baggage', 'traceparent'], said: [] });
    },
    'removes duplicates': async (trial) => {
      const { fields, keys, said } = await written(trial, { OTEL_PROPAGATORS: 'B3,b3, baggage ,baggage' });
      deepEqual([fields.filter((name: string) => name === 'baggage'), keys, said], [['baggage'], ['b3', 'baggage'], []]);
    },
    'writes nothing where none is among them, and says so': async (trial) => {
      const { keys, said } = await written(trial, { OTEL_PROPAGATORS: 'tracecontext,none' });
      deepEqual([keys, said.length], [[], 1]);
      match(said.join(), /OTEL_PROPAGATORS: expected none to stand alone, got "tracecontext,none"; none wins/);
    },
    'tells an unknown one': async (trial) => {
      const { said } = await written(trial, { OTEL_PROPAGATORS: 'tracecontext,jaeger' });
      deepEqual(said.length, 1);
      match(said.join(), /OTEL_PROPAGATORS: expected a comma-separated list of tracecontext, .*"tracecontext,jaeger"/);
    },
  },
};
