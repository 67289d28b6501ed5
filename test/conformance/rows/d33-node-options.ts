import { deepEqual, notEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, runApp } from '../../run-app.ts';
import { api, span } from '../programs.ts';
import type { Row } from '../row.ts';

/** Says whether anything of ours is in the process. */
const touches = `console.log(Object.getOwnPropertySymbols(globalThis).some(({ description }) => description?.startsWith('telewright')));`;
const managers = ['npm-cli.js', 'npx-cli.js', 'pnpm.cjs', 'yarn.js', 'corepack.js'];

export const row: Row = {
  id: 'D33',
  what: 'package managers that `NODE_OPTIONS` reaches are left alone; worker threads have an identity of their own, or nothing by setting',
  tries: {
    'leaves npm, npx, pnpm, yarn and corepack alone, and no app': async ({ endpoint }) => {
      // Inside the repository, so that the preload resolves as it does for a user.
      const folder = mkdtempSync(join(repository, 'test/apps/managers-'));
      try {
        const started = [...managers, 'server.cjs'].map(async (name) => {
          writeFileSync(join(folder, name), touches);
          const { stdout } = await runApp([join(folder, name)], {
            ...endpoint,
            NODE_OPTIONS: '--require @telewright/node/register',
          }).ended;
          return `${name} ${stdout.trim()}`;
        });
        deepEqual(await Promise.all(started), [...managers.map((name) => `${name} false`), 'server.cjs true']);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    'gives a worker thread an identity of its own': async ({ receiver, endpoint }) => {
      await runApp(['--require', '@telewright/node/register', 'worker.mjs'], endpoint).ended;
      // What is sent at the end of a thread may arrive twice.
      const instances = new Map(receiver.spans.map(({ name, resource }) => [name, resource.attributes['service.instance.id']]));
      deepEqual([...instances.keys()].sort(), ['in a worker', 'in the main thread']);
      const [one, other] = instances.values();
      notEqual(one, other);
    },
    'leaves worker threads alone where a variable or code says so': async ({ subject, receiver, endpoint }) => {
      const register = '@telewright/node/register';
      await runApp(['--require', register, 'worker.mjs'], { ...endpoint, TELEWRIGHT_WORKER_THREADS: 'False' }).ended;
      deepEqual(
        receiver.spans.map(({ name }) => name),
        ['in the main thread'],
      );
      receiver.reset();
      const code = `require('@telewright/node').start({ workerThreads: false }); ${api} trace.getTracer('app').startSpan('main').end();
        new (require('node:worker_threads').Worker)(${JSON.stringify(span)}, { eval: true, execArgv: ['--require', '${register}'] });`;
      await subject.bare(code, endpoint).ended;
      deepEqual(
        receiver.spans.map(({ name }) => name),
        ['main'],
      );
    },
  },
};
