import { deepEqual, equal } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D8',
  what: '`OTEL_RESOURCE_ATTRIBUTES` with an error is discarded whole, and told; `FINOPS_*` labels survive it',
  compared: {
    'discards all of it and says so': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_RESOURCE_ATTRIBUTES: 'kept=1,broken' });
      const { attributes = {} } = receiver.spans[0]?.resource ?? {};
      equal(attributes['kept'], undefined, 'a part is kept');
      equal(stderr.includes('OTEL_RESOURCE_ATTRIBUTES'), true, 'all is discarded, without a word');
    },
  },
  tries: {
    'decodes percent-encoded commas and equals signs, and takes all for text': async ({ receiver, run }) => {
      const { stderr } = await run(span, { OTEL_RESOURCE_ATTRIBUTES: 'pair=a%3Db%2Cc,number=1' });
      const { attributes = {} } = receiver.spans[0]?.resource ?? {};
      deepEqual([attributes['pair'], attributes['number'], told(stderr)], ['a=b,c', '1', []]);
    },
    'keeps the labels that FINOPS variables give': async ({ receiver, run }) => {
      await run(span, { OTEL_RESOURCE_ATTRIBUTES: '=broken', FINOPS_TEAM: 'payments' });
      equal(receiver.spans[0]?.resource.attributes['finops.team.name'], 'payments');
    },
  },
};
