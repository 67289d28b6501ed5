import { deepEqual } from 'node:assert/strict';
import { span, told } from '../programs.ts';
import type { Row, Trial } from '../row.ts';

async function place({ receiver, run }: Trial, name: string): Promise<unknown[]> {
  receiver.reset();
  const { stderr } = await run(span, { FINOPS_ENVIRONMENT: name, FINOPS_COST_CENTER_ID: 'CC-1' });
  return [receiver.spans[0]?.resource.attributes['deployment.environment.name'], told(stderr)];
}

export const row: Row = {
  id: 'D40',
  what: '`deployment.environment.name` is production, staging, test, development or a name of your own',
  tries: {
    'takes the four names, and others for what they mean': async (trial) => {
      for (const name of ['production', 'staging', 'test', 'development']) deepEqual(await place(trial, name), [name, []]);
      deepEqual(await place(trial, 'prod'), ['production', []]);
    },
    'takes a name of your own': async (trial) => {
      deepEqual(await place(trial, 'canary'), ['canary', []]);
    },
  },
};
