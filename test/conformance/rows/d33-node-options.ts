import { deepEqual, notEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository, runApp } from '../../run-app.ts';
import type { Row } from '../row.ts';

/** Says whether anything of ours is in the process. */
const touches = `console.log(Object.getOwnPropertySymbols(globalThis).some(({ description }) => description?.startsWith('telewright')));`;
const managers = ['npm-cli.js', 'npx-cli.js', 'pnpm.cjs', 'yarn.js', 'corepack.js'];

export const row: Row = {
  id: 'D33',
  what: 'package managers that `NODE_OPTIONS` reaches are left alone; worker threads have an identity of their own',
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
      deepEqual(receiver.spans.map(({ name }) => name).sort(), ['in a worker', 'in the main thread']);
      const [one, other] = receiver.spans.map(({ resource }) => resource.attributes['service.instance.id']);
      notEqual(one, other);
    },
  },
};
