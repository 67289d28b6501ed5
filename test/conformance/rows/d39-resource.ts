import { deepEqual, match, notEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { repository } from '../../run-app.ts';
import { signals } from '../programs.ts';
import type { Row } from '../row.ts';

export const row: Row = {
  id: 'D39',
  what: '`telemetry.distro.*`, a `service.instance.id` for each process and worker, the same resource on all signals',
  tries: {
    'has one resource on all signals of a process, and another instance in the next': async ({ receiver, run }) => {
      const instances: string[] = [];
      for (let process = 0; process < 2; process++) {
        receiver.reset();
        await run(signals);
        const [traces, metrics, logs] = [receiver.spans[0], receiver.metrics[0], receiver.logs[0]].map((item) => item?.resource.attributes);
        deepEqual([metrics, logs], [traces, traces]);
        instances.push(String(traces?.['service.instance.id']));
        const { version } = JSON.parse(readFileSync(`${repository}packages/node/package.json`, 'utf8'));
        deepEqual([traces?.['telemetry.distro.name'], traces?.['telemetry.distro.version']], ['telewright', version]);
      }
      match(instances[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      notEqual(instances[0], instances[1]);
    },
  },
};
