import { describe, expect, it } from 'vitest';
import { isPackageManager } from '../src/package-managers.js';

describe('isPackageManager', () => {
  it.each([
    '/usr/bin/npm',
    '/usr/lib/node_modules/npm/bin/npm-cli.js',
    '/usr/lib/node_modules/npm/bin/npm-prefix.js',
    '/usr/lib/node_modules/npm/bin/npx-cli.js',
    '/usr/lib/node_modules/corepack/dist/pnpm.js',
    '/usr/lib/node_modules/corepack/dist/corepack.js',
    '/app/node_modules/pnpm/bin/pnpm.cjs',
    '/app/node_modules/pnpm/bin/pnpm.mjs',
    '/usr/bin/pnpx',
    '/usr/share/yarn/bin/yarn.js',
    '/usr/bin/yarnpkg',
    '/app/.yarn/releases/yarn-4.12.0.cjs',
  ])('knows %s', (entryPoint) => {
    expect(isPackageManager(entryPoint)).toBe(true);
  });

  it.each([undefined, '/app/server.js', '/app/yarn/server.js', '/app/npm-mirror.js', '/app/yarn-spinner.js', '/app/node_modules/.bin/tsx'])(
    'takes %s for a service',
    (entryPoint) => {
      expect(isPackageManager(entryPoint)).toBe(false);
    },
  );
});
