import { deepEqual } from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { repository, runApp } from '../../run-app.ts';
import { effective, span } from '../programs.ts';
import type { Row } from '../row.ts';

const elsewhere = `require('${repository}node_modules/@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;

export const row: Row = {
  id: 'D10',
  what: 'the default name of the service is inferred from package.json, and says so; else `unknown_service:<executable>`',
  tries: {
    'takes it from package.json': async ({ receiver, run }) => {
      const { stderr } = await run(span, { TELEWRIGHT_DEBUG_CONFIG: 'true' });
      deepEqual(effective(stderr).resource['service.name'], { value: 'e2e-app', origin: 'package.json' });
      deepEqual(receiver.spans[0]?.resource.attributes['service.name'], 'e2e-app');
    },
    'falls back to the executable': async ({ endpoint }) => {
      const args = ['--require', `${repository}packages/node/dist/register.cjs`, '--eval', elsewhere];
      const { stderr } = await runApp(args, { ...endpoint, TELEWRIGHT_DEBUG_CONFIG: 'true' }, tmpdir()).ended;
      deepEqual(effective(stderr).resource['service.name'], { value: 'unknown_service:node', origin: 'default' });
    },
  },
};
