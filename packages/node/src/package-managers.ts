import { basename } from 'node:path';

/** The commands of npm, pnpm, yarn and corepack, under the names that their packages, links, wrappers and releases have. */
const command = /^(?:(?:npm|npx)(?:-cli|-prefix)?|pnpm|pnpx|yarn|yarnpkg|corepack|yarn-\d[^/\\]*)(?:\.[cm]?js)?$/;

/** Says whether the process is a package manager. `NODE_OPTIONS` reaches it too, but it is not the service, and scripts read its output. */
export function isPackageManager(entryPoint: string | undefined): boolean {
  return entryPoint !== undefined && command.test(basename(entryPoint));
}
