import { deepEqual, match } from 'node:assert/strict';
import { hostname } from 'node:os';
import { span, told } from '../programs.ts';
import type { Row, Trial } from '../row.ts';

async function resource({ receiver, run }: Trial, detectors: string, variables: Readonly<Record<string, string>> = {}) {
  const { stderr } = await run(span, { OTEL_NODE_RESOURCE_DETECTORS: detectors, ...variables });
  return { attributes: receiver.spans[0]?.resource.attributes ?? {}, said: told(stderr) };
}

export const row: Row = {
  id: 'D28',
  what: '`OTEL_NODE_RESOURCE_DETECTORS` is a list, by either names in use, the later wins; an unknown one is told',
  tries: {
    'takes both names of a detector, and tells an unknown one': async (trial) => {
      const { attributes, said } = await resource(trial, 'env,service,nonsense', { OTEL_SERVICE_NAME: 'named' });
      deepEqual(['service.instance.id' in attributes, 'host.name' in attributes, said.length], [true, false, 1]);
      match(said.join(), /OTEL_NODE_RESOURCE_DETECTORS: .*nonsense/);
    },
    'lets the later one win': async (trial) => {
      const given = { OTEL_RESOURCE_ATTRIBUTES: 'host.name=given' };
      const names = [];
      for (const detectors of ['host,env', 'env,host']) {
        trial.receiver.reset();
        names.push((await resource(trial, detectors, given)).attributes['host.name']);
      }
      deepEqual(names, ['given', hostname()]);
    },
    'takes nothing with none, and all with all': async (trial) => {
      const some = ['host.name', 'os.type', 'process.pid', 'service.instance.id'];
      const none = await resource(trial, 'none');
      trial.receiver.reset();
      const all = await resource(trial, 'all');
      deepEqual([some.filter((name) => name in none.attributes), some.filter((name) => name in all.attributes)], [[], some]);
    },
  },
};
