import { equal } from 'node:assert/strict';
import { lasting } from '../programs.ts';
import { NotApplicable, type Row } from '../row.ts';

export const row: Row = {
  id: 'D9',
  what: 'code beats the environment',
  compared: {
    'takes the name of the service from code': async ({ subject, receiver, endpoint }) => {
      if (!subject.starting) throw new NotApplicable();
      const app = `${subject.starting({ 'service.name': 'from-code' })}; ${lasting}`;
      await subject.bare(app, { ...endpoint, OTEL_SERVICE_NAME: 'from-environment', OTEL_BSP_SCHEDULE_DELAY: '10' }).ended;
      const name = receiver.spans[0]?.resource.attributes['service.name'];
      equal(name, 'from-code', `service.name is ${name}`);
    },
  },
};
