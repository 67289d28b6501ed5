import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as bundled from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledApiVersion } from '../src/bundled-api.js';
import { globalApi } from '../src/global-api.js';

const installed = join(createRequire(import.meta.url).resolve('@opentelemetry/api'), '../..');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telewright-api-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Installs a copy of the real package that says it is of another version. */
function installApi(version: string): string {
  const target = join(folder, 'node_modules/@opentelemetry/api');
  cpSync(installed, target, { recursive: true });
  for (const file of [
    'package.json',
    ...readdirSync(join(target, 'dist'), { recursive: true, encoding: 'utf8' }).map((name) => `dist/${name}`),
  ]) {
    if (/\.(json|[cm]js)$/.test(file))
      writeFileSync(join(target, file), readFileSync(join(target, file), 'utf8').replaceAll('1.10.0', version));
  }
  return join(folder, 'app.js');
}

describe('globalApi', () => {
  it('knows the version of the copy that it carries', () => {
    const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(version).toBe(bundledApiVersion);
  });

  it('is the carried copy where the app has none, the same or an older one', () => {
    expect(globalApi(join(folder, 'app.js')).trace).toBe(bundled.trace);
    expect(globalApi(installApi('1.10.0')).trace).toBe(bundled.trace);
    expect(globalApi(installApi('1.9.3')).trace).toBe(bundled.trace);
  });

  it('is the app’s copy where that one is newer, so that it accepts the globals', () => {
    const entryPoint = installApi('1.11.0');
    const api = globalApi(entryPoint);
    expect(api.trace).not.toBe(bundled.trace);
    expect(api.trace).toBe(createRequire(entryPoint)('@opentelemetry/api').trace);
  });
});
