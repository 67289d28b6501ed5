import { dirname, resolve } from 'node:path';
import { readBoundedFile } from './bounded-file.js';
import { findUp } from './package-manifest.js';
import { repositoryAddress } from './repository-address.js';

/** What a git checkout says about the code in it. */
export interface GitCheckout {
  readonly revision?: string;
  /** The URL of the remote `origin`, else of the first remote, as it is configured: it may hold credentials. */
  readonly remote?: string;
}

const maxLinks = 5;

/**
 * Reads the revision and remote of the git checkout that a directory is in, without the git program: plain repositories,
 * worktrees, submodules, detached heads, loose and packed references.
 * @see https://git-scm.com/docs/gitrepository-layout
 */
export function readGitCheckout(directory: string): GitCheckout | undefined {
  const dotGit = findUp(directory, '.git');
  if (dotGit === undefined) return undefined;
  // In a worktree or submodule `.git` is a file that names the directory.
  const link = /^gitdir:\s*(.+)$/m.exec(readBoundedFile(dotGit) ?? '')?.[1];
  const gitDirectory = link === undefined ? dotGit : resolve(dirname(dotGit), link.trim());
  const head = readBoundedFile(`${gitDirectory}/HEAD`)?.trim();
  if (head === undefined) return undefined;
  const common = link === undefined ? undefined : readBoundedFile(`${gitDirectory}/commondir`)?.trim();
  const commonDirectory = common === undefined ? gitDirectory : resolve(gitDirectory, common);
  const revision = resolveReference(head, gitDirectory, commonDirectory);
  const remote = remoteUrl(readBoundedFile(`${commonDirectory}/config`) ?? '');
  // A local path says nothing to anyone else: such a checkout has no remote, and nothing is amiss.
  return { ...(revision && { revision }), ...(remote && repositoryAddress(remote) && { remote }) };
}

function resolveReference(head: string, gitDirectory: string, commonDirectory: string): string | undefined {
  let value: string | undefined = head;
  for (let links = 0; links <= maxLinks && value !== undefined; links++) {
    if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
    const name: string | undefined = /^ref: (refs\/[^\s]+)$/.exec(value)?.[1];
    if (name === undefined || name.includes('..')) return undefined;
    value = looseReference(name, gitDirectory, commonDirectory) ?? packedReference(name, commonDirectory);
  }
  return undefined;
}

function looseReference(name: string, gitDirectory: string, commonDirectory: string): string | undefined {
  const own = readBoundedFile(`${gitDirectory}/${name}`);
  return (own ?? (gitDirectory === commonDirectory ? undefined : readBoundedFile(`${commonDirectory}/${name}`)))?.trim();
}

function packedReference(name: string, commonDirectory: string): string | undefined {
  const line = readBoundedFile(`${commonDirectory}/packed-refs`)
    ?.split('\n')
    .find((entry) => entry.endsWith(` ${name}`));
  return line?.slice(0, line.indexOf(' '));
}

function remoteUrl(config: string): string | undefined {
  const urls = new Map<string, string>();
  let remote: string | undefined;
  for (const line of config.split('\n')) {
    if (/^\s*\[/.test(line)) remote = /^\s*\[remote\s+"(.*)"\]/i.exec(line)?.[1];
    const url = /^\s*url\s*=\s*(.+?)\s*$/i.exec(line)?.[1];
    if (remote !== undefined && url !== undefined && !urls.has(remote)) urls.set(remote, url.replace(/^"(.*)"$/, '$1'));
  }
  return urls.get('origin') ?? urls.values().next().value;
}
