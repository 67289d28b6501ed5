import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VERSION } from '../src/version.js';

const folder = new URL('../', import.meta.url);

test('the version is that of package.json', () => {
  expect(JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')).version).toBe(VERSION);
});

test('nothing of the SDK is loaded: one file names it, for its types', () => {
  const sources = readdirSync(new URL('src', folder)).map((name) => [name, readFileSync(new URL(`src/${name}`, folder), 'utf8')] as const);
  const naming = sources.filter(([, text]) => /from '@opentelemetry\/(?!api')|import\('@opentelemetry/.test(text)).map(([name]) => name);
  expect(naming).toEqual(['sdk-types.ts']);
  const types = readFileSync(new URL('src/sdk-types.ts', folder), 'utf8');
  expect(types.match(/^(export|import) (?!type )/m)).toBeNull();
});
