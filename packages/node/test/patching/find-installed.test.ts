import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findInstalled } from '../../src/patching/find-installed.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'telewright-installed-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const install = (path: string, version = '1.0.0'): void => {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, 'package.json'), JSON.stringify({ version }));
};
const official = (name: string, folder = ''): void => install(join(folder, `node_modules/@opentelemetry/instrumentation-${name}`));
const library = (name: string, version?: string, folder = ''): void => install(join(folder, `node_modules/${name}`), version);
const found = (entryPoint: string | undefined = join(root, 'app.js'), workingDirectory = root): string[] =>
  findInstalled(entryPoint, workingDirectory).map(({ name }) => name);

describe('findInstalled', () => {
  it('finds nothing where nothing is installed', () => {
    expect(found()).toEqual([]);
    expect(found(undefined, '/')).toEqual([]);
  });

  it('finds an official instrumentation only together with its library', () => {
    for (const name of ['pg', 'mongodb', 'aws-sdk', 'socket.io', 'grpc', 'toString']) official(name);
    for (const name of ['pg', '@aws-sdk/client-s3', '@grpc/grpc-js', 'kafkajs']) library(name);
    expect(found().sort()).toEqual(['aws-sdk', 'grpc', 'pg']);
    expect(findInstalled(join(root, 'app.js'), root)).toContainEqual({
      name: 'pg',
      folder: root,
      libraries: [join(root, 'node_modules/pg')],
    });
  });

  it('leaves out those that we hear on channels, in whichever version', () => {
    for (const name of ['http', 'undici', 'fastify', 'pino', 'fs', 'net', 'dns', 'router', 'runtime-node']) official(name);
    for (const name of ['undici', 'fastify', 'pino', 'router']) library(name);
    expect(found()).toEqual([]);
  });

  it.each([
    ['4.22.3', ['express']],
    ['5.2.1', ['express']],
    ['5.3.0', []],
    ['5.10.0', []],
    ['6.0.0-beta.1', []],
  ])('takes express %s for what it is', (version, expected) => {
    official('express');
    library('express', version);
    expect(found()).toEqual(expected);
  });

  it('looks where Node looks: from the entry point, a linked command too, and from the working directory', () => {
    official('pg', 'service');
    library('pg', '8.0.0');
    mkdirSync(join(root, 'service/src'), { recursive: true });
    expect(found(join(root, 'service/src/main.js'), '/')).toEqual(['pg']);
    expect(found('/nowhere/main.js', join(root, 'service'))).toEqual(['pg']);
    expect(found(join(root, 'main.js'), root)).toEqual([]);

    const command = join(root, 'service/node_modules/tool/bin.js');
    mkdirSync(dirname(command), { recursive: true });
    writeFileSync(command, '');
    symlinkSync(command, join(root, 'tool'));
    expect(found(join(root, 'tool'), '/')).toEqual(['pg']);
  });
});
