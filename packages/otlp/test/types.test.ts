import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

it('the types of the OpenTelemetry SDK fit those of this package', () => {
  const check = () => execFileSync(process.execPath, [tsc, '-p', import.meta.dirname], { encoding: 'utf8' });
  expect(check()).toBe('');
});
