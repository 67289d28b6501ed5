// Packs each package as npm would and checks it: publint for package.json and files, arethetypeswrong for the types.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const packages = readdirSync('packages').sort();
let failed = 0;

function check(name: string, command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${command}`, args, {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${command} ${name}`);
  if (status === 0) return;
  failed++;
  console.log(`${stdout}\n${stderr}`);
}

for (const name of packages) {
  check(name, 'publint', [`packages/${name}`, '--strict']);
  // The libraries are ES modules, which Node 22.15 and later also give to `require`; only the run-time exists in both forms of types.
  check(name, 'attw', ['--pack', `packages/${name}`, '--profile', name === 'node' ? 'node16' : 'esm-only', '--quiet']);
}
process.exitCode = failed === 0 ? 0 : 1;
