import { deepEqual } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D1',
  what: 'an empty or blank variable is unset',
  tries: {
    'takes an empty and a blank variable for the default, without a word': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_TRACES_SAMPLER: '', OTEL_BSP_SCHEDULE_DELAY: ' ', OTEL_TRACES_EXPORTER: '' });
      deepEqual([receiver.spans.length, told(stderr)], [1, []]);
    },
  },
};
