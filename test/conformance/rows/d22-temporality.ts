import { deepEqual } from 'node:assert/strict';
import { api } from '../programs.ts';
import type { Row, Trial } from '../row.ts';

const counts = `${api} const meter = metrics.getMeter('app'); meter.createCounter('sync').add(1);
  meter.createHistogram('histogram').record(1); meter.createUpDownCounter('updown').add(1);
  meter.createObservableCounter('async').addCallback((result) => result.observe(1));`;

async function temporalities({ receiver, run }: Trial, preference?: string): Promise<Record<string, string>> {
  await run(counts, preference === undefined ? {} : { OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: preference });
  const own = receiver.metrics.filter(({ scope }) => scope.name === 'app');
  return Object.fromEntries(own.map((metric) => [metric.name, 'temporality' in metric ? metric.temporality : metric.type]));
}

export const row: Row = {
  id: 'D22',
  what: 'temporality is cumulative by default, or delta, or lowmemory',
  tries: {
    'is cumulative by default': async (trial) => {
      const cumulative = { sync: 'cumulative', histogram: 'cumulative', updown: 'cumulative', async: 'cumulative' };
      deepEqual(await temporalities(trial), cumulative);
    },
    'is delta for all that only grows': async (trial) => {
      deepEqual(await temporalities(trial, 'Delta'), { sync: 'delta', histogram: 'delta', updown: 'cumulative', async: 'delta' });
    },
    'is delta with lowmemory where nothing has to be remembered': async (trial) => {
      deepEqual(await temporalities(trial, 'lowmemory'), { sync: 'delta', histogram: 'delta', updown: 'cumulative', async: 'cumulative' });
    },
  },
};
