import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entryDirectory, findManifest, slugOf } from '../src/package-manifest.js';
import { fileTree } from './file-tree.js';

describe('findManifest', () => {
  it('takes the nearest package.json with a name, of a workspace too, without the scope', () => {
    const root = fileTree({
      'package.json': '{"name":"monorepo"}',
      'packages/shop/package.json': '{"name":"@acme/shop","version":"1.2.3"}',
      'packages/shop/dist/package.json': '{"type":"commonjs"}',
      'packages/shop/dist/main.js': '',
      'tools/run.js': '',
    });
    expect(findManifest(entryDirectory(`${root}/packages/shop/dist/main.js`), '/')).toEqual({ name: 'shop', version: '1.2.3' });
    expect(findManifest(entryDirectory(`${root}/tools/run.js`), '/')).toEqual({ name: 'monorepo' });
  });

  it('takes the application of the working directory when a runner is started', () => {
    const root = fileTree({
      'package.json': '{"name":"shop"}',
      'node_modules/tsx/package.json': '{"name":"tsx"}',
      'node_modules/tsx/cli.mjs': '',
    });
    mkdirSync(`${root}/node_modules/.bin`);
    symlinkSync('../tsx/cli.mjs', `${root}/node_modules/.bin/tsx`);
    expect(findManifest(entryDirectory(`${root}/node_modules/.bin/tsx`), root)).toEqual({ name: 'shop' });
  });

  it('takes an installed service when the working directory has none, but never a package manager', () => {
    const root = fileTree({
      'lib/node_modules/@acme/agent/package.json': '{"name":"@acme/agent","version":"2.0.0"}',
      'lib/node_modules/npm/package.json': '{"name":"npm","version":"11.0.0"}',
    });
    expect(findManifest(`${root}/lib/node_modules/@acme/agent`, '/')).toEqual({ name: 'agent', version: '2.0.0' });
    expect(findManifest(`${root}/lib/node_modules/npm`, '/')).toBeUndefined();
  });

  it('prefers the entry point to the working directory, and follows the link of a command to its package', () => {
    const root = fileTree({
      'other/package.json': '{"name":"other"}',
      'shop/package.json': '{"name":"shop"}',
      'lib/node_modules/@acme/agent/package.json': '{"name":"@acme/agent"}',
      'lib/node_modules/@acme/agent/main.js': '',
    });
    expect(findManifest(`${root}/shop`, `${root}/other`)).toEqual({ name: 'shop' });
    mkdirSync(`${root}/bin`);
    symlinkSync('../lib/node_modules/@acme/agent/main.js', `${root}/bin/agent`);
    expect(findManifest(entryDirectory(`${root}/bin/agent`), '/')).toEqual({ name: 'agent' });
  });

  it('uses the working directory when there is no entry point', () => {
    const root = fileTree({ 'package.json': '{"name":"shop"}' });
    expect(findManifest(entryDirectory(undefined), root)).toEqual({ name: 'shop' });
    expect(findManifest(entryDirectory(''), undefined)).toBeUndefined();
  });

  it('passes over what is broken, nameless or of another type', () => {
    const root = fileTree({
      'package.json': '{"name":"outer"}',
      'a/package.json': '{broken',
      'a/b/package.json': '[]',
      'a/b/c/package.json': '{"name":7}',
    });
    expect(findManifest(`${root}/a/b/c`, '/')).toEqual({ name: 'outer' });
  });

  it('takes no version that release tools fill in', () => {
    const root = fileTree({ 'package.json': '{"name":"shop","version":"0.0.0-development"}' });
    expect(findManifest(root, '/')).toEqual({ name: 'shop' });
  });

  it('follows the entry point of a script that is gone', () => {
    const root = fileTree({ 'package.json': '{"name":"shop"}' });
    expect(findManifest(entryDirectory(`${root}/removed/main.js`), '/')).toEqual({ name: 'shop' });
  });
});

describe('slugOf', () => {
  it('makes a slug of any package name', () => {
    expect(['My.App', '~x~', 'a b!c', 'y'.repeat(80), '!!!'].map(slugOf)).toEqual(['my-app', 'x', 'a-b-c', 'y'.repeat(63), '']);
  });
});
