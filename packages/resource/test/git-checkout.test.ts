import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readGitCheckout } from '../src/git-checkout.js';
import { fileTree } from './file-tree.js';
import { resourceOf } from './resource-of.js';

const hasGit = spawnSync('git', ['--version']).status === 0;

function git(directory: string, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=t',
    '-c',
    'user.email=t@example.com',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'protocol.file.allow=always',
  ];
  return execFileSync('git', [...identity, ...args], { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

function repository(): { root: string; revision: string } {
  const root = fileTree({ 'repo/src/main.js': '' });
  git(`${root}/repo`, 'init');
  git(`${root}/repo`, 'add', '.');
  git(`${root}/repo`, 'commit', '-m', 'first');
  return { root, revision: git(`${root}/repo`, 'rev-parse', 'HEAD') };
}

describe.skipIf(!hasGit)('readGitCheckout, of what git itself wrote', () => {
  it('finds the revision of a branch from a folder below', () => {
    const { root, revision } = repository();
    expect(readGitCheckout(`${root}/repo/src`)).toEqual({ revision });
  });

  it('finds it in packed references, and by a detached head', () => {
    const { root, revision } = repository();
    git(`${root}/repo`, 'pack-refs', '--all');
    expect(readGitCheckout(`${root}/repo`)).toEqual({ revision });
    git(`${root}/repo`, 'checkout', '--detach');
    expect(readGitCheckout(`${root}/repo`)).toEqual({ revision });
  });

  it('finds it in a worktree, loose and packed, with the remote of the main repository', () => {
    const { root } = repository();
    git(`${root}/repo`, 'remote', 'add', 'origin', 'https://git.example/shop.git');
    git(`${root}/repo`, 'worktree', 'add', '-b', 'other', `${root}/tree`);
    writeFileSync(`${root}/tree/new.txt`, '');
    git(`${root}/tree`, 'add', '.');
    git(`${root}/tree`, 'commit', '-m', 'second');
    const expected = { revision: git(`${root}/tree`, 'rev-parse', 'HEAD'), remote: 'https://git.example/shop.git' };
    expect(readGitCheckout(`${root}/tree`)).toEqual(expected);
    git(`${root}/repo`, 'pack-refs', '--all');
    expect(readGitCheckout(`${root}/tree`)).toEqual(expected);
  });

  it('finds it in a submodule', () => {
    const { root, revision } = repository();
    mkdirSync(`${root}/parent`);
    git(`${root}/parent`, 'init');
    git(`${root}/parent`, 'submodule', 'add', `${root}/repo`, 'sub');
    git(`${root}/parent/sub`, 'remote', 'set-url', 'origin', 'https://git.example/sub.git');
    expect(readGitCheckout(`${root}/parent/sub`)).toEqual({ revision, remote: 'https://git.example/sub.git' });
  });

  it('takes a remote that is a local path for none', () => {
    const { root, revision } = repository();
    git(`${root}/repo`, 'remote', 'add', 'origin', `${root}/elsewhere`);
    expect(readGitCheckout(`${root}/repo`)).toEqual({ revision });
  });

  it('prefers the remote origin, else takes the first', () => {
    const { root } = repository();
    git(`${root}/repo`, 'remote', 'add', 'fork', 'https://git.example/fork.git');
    expect(readGitCheckout(`${root}/repo`)?.remote).toBe('https://git.example/fork.git');
    git(`${root}/repo`, 'remote', 'add', 'origin', 'https://git.example/shop.git');
    expect(readGitCheckout(`${root}/repo`)?.remote).toBe('https://git.example/shop.git');
  });
});

const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
const config =
  '[core]\n\tbare = false\n[remote "origin"]\n\turl = https://me:hunter2@git.example/acme/shop.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n';
const remote = 'https://me:hunter2@git.example/acme/shop.git';

/** The layouts of gitrepository-layout(5), for machines without git. */
const layouts = {
  'loose/.git/HEAD': 'ref: refs/heads/main\n',
  'loose/.git/config': config,
  'loose/.git/refs/heads/main': `${first}\n`,
  'loose/src/main.js': '',
  'packed/.git/HEAD': 'ref: refs/heads/main\n',
  'packed/.git/config': config,
  'packed/.git/packed-refs': `# pack-refs with: peeled fully-peeled sorted \n${second} refs/heads/not-main\n${first} refs/heads/main\n${second} refs/tags/v1\n^${first}\n`,
  'detached/.git/HEAD': `${first}\n`,
  'detached/.git/config': config,
  'worktree/.git': 'gitdir: ../loose/.git/worktrees/tree\n',
  'loose/.git/worktrees/tree/HEAD': 'ref: refs/heads/other\n',
  'loose/.git/worktrees/tree/commondir': '../..\n',
  'loose/.git/refs/heads/other': `${second}\n`,
  'loose/sub/.git': 'gitdir: ../.git/modules/sub\n',
  'loose/.git/modules/sub/HEAD': `${second}\n`,
  'loose/.git/modules/sub/config': config.replace('shop', 'sub'),
};

describe('readGitCheckout', () => {
  it('reads branches, packed references, detached heads, worktrees and submodules without a git program', () => {
    const root = fileTree(layouts);
    expect(['loose/src', 'packed', 'detached', 'worktree', 'loose/sub'].map((name) => readGitCheckout(`${root}/${name}`))).toEqual([
      { revision: first, remote },
      { revision: first, remote },
      { revision: first, remote },
      { revision: second, remote },
      { revision: second, remote: remote.replace('shop', 'sub') },
    ]);
  });

  it('gives nothing before the first commit, outside of a repository, and for what is broken or malicious', () => {
    const root = fileTree({
      'fresh/.git/HEAD': 'ref: refs/heads/main\n',
      'evil/.git/HEAD': 'ref: refs/../../outside\n',
      'evil/.git/refs/heads/main': '',
      'evil/outside': `${'a'.repeat(40)}\n`,
      'loop/.git/HEAD': 'ref: refs/heads/a\n',
      'loop/.git/refs/heads/a': 'ref: refs/heads/a\n',
      'gone/.git': 'gitdir: ../nowhere\n',
      'odd/.git': 'nonsense',
    });
    expect(['fresh', 'evil', 'loop'].map((name) => readGitCheckout(`${root}/${name}`))).toEqual([{}, {}, {}]);
    expect(['gone', 'odd', '.'].map((name) => readGitCheckout(`${root}/${name}`))).toEqual([undefined, undefined, undefined]);
  });

  it('is a source of the resource, without the credentials of the remote, and not for an installed runner', () => {
    const root = fileTree({ ...layouts, 'loose/node_modules/tsx/cli.js': '', 'elsewhere/.git/HEAD': `${second}\n` });
    const resource = resourceOf({ entryPoint: `${root}/loose/src/main.js` });
    expect(resource.attributes).toMatchObject({
      'vcs.ref.head.revision': first,
      'vcs.repository.url.full': 'https://git.example/acme/shop',
    });
    expect(resource.sources['vcs.ref.head.revision']).toBe('git');
    expect(JSON.stringify(resource)).not.toContain('hunter2');
    const runner = (workingDirectory: string): unknown => {
      const { attributes } = resourceOf({ entryPoint: `${root}/loose/node_modules/tsx/cli.js`, workingDirectory });
      return attributes['vcs.ref.head.revision'];
    };
    expect([runner(`${root}/loose`), runner(`${root}/elsewhere`), runner(root)]).toEqual([first, second, undefined]);
  });
});
