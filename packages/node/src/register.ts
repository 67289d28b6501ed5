import { basename } from 'node:path';

/** `NODE_OPTIONS` reaches these too; they are not the service, and their output is read by scripts. */
const packageManagers = new Set([
  'npm',
  'npm-cli.js',
  'npx',
  'npx-cli.js',
  'pnpm',
  'pnpm.cjs',
  'pnpm.mjs',
  'yarn',
  'yarn.js',
  'corepack',
  'corepack.js',
]);

if (!packageManagers.has(basename(process.argv[1] ?? ''))) {
  const { start } = require('@telewright/node') as typeof import('./index.js');
  start();
}
