import { deepEqual, match } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D4',
  what: 'names are compared in any case; an unknown one is told as it was given, and ignored',
  tries: {
    'takes a name in any case': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_TRACES_SAMPLER: 'ALWAYS_OFF' });
      deepEqual([receiver.spans.length, told(stderr)], [0, []]);
    },
    'tells an unknown name as it was given': async ({ receiver, run }) => {
      const lines = told((await run(span, { OTEL_TRACES_SAMPLER: 'Sometimes' })).stderr);
      deepEqual([receiver.spans.length, lines.length], [1, 1]);
      match(lines.join(), /OTEL_TRACES_SAMPLER: expected one of always_on, .*, got "Sometimes"/);
    },
  },
};
