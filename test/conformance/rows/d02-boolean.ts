import { deepEqual } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D2',
  what: 'a boolean is true only for `true` in any case; anything else but `false` is told',
  tries: {
    'takes 1 for false and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_SDK_DISABLED: '1' });
      const line = '[telewright] WARN OTEL_SDK_DISABLED: expected true or false, got "1"; it is ignored';
      deepEqual([receiver.spans.length, told(stderr)], [1, [line]]);
    },
    'takes true and false in any case': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_SDK_DISABLED: 'True', TELEWRIGHT_HOST_METRICS: 'FALSE' });
      deepEqual([receiver.requests.length, told(stderr)], [0, []]);
    },
  },
};
