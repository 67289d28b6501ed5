import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

const execute = promisify(execFile);
const npm = (args: readonly string[], cwd: string) =>
  execute('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, shell: process.platform === 'win32' });
const packages = readdirSync(`${repository}packages`).sort();
const versions = JSON.parse(readFileSync(`${repository}package.json`, 'utf8')).devDependencies as Record<string, string>;

/** A folder in which a user installed `@telewright/node` and nothing else, and one with everything that the snippets use. */
let alone: string;
let full: string;
let folder: string;
let receiver: Receiver;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telewright-published-'));
  alone = join(folder, 'alone');
  full = join(folder, 'full');
  for (const path of [alone, full]) {
    mkdirSync(path);
    writeFileSync(join(path, 'package.json'), '{ "name": "user-app", "version": "1.0.0", "private": true }\n');
  }
  await npm(['pack', ...packages.map((name) => `./packages/${name}`), '--pack-destination', folder], repository);
  const tarball = (name: string): string =>
    join(folder, readdirSync(folder).find((file) => file.startsWith(`telewright-${name}-`)) as string);
  await npm(['install', tarball('node')], alone);
  const peers = [
    '@opentelemetry/api',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-logs',
    '@opentelemetry/sdk-trace',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/context-async-hooks',
    'log4js',
    'pino',
    'winston',
    'express',
    'fastify',
    '@types/node',
  ];
  await npm(['install', ...packages.map(tarball), ...peers.map((name) => `${name}@${versions[name]}`)], full);
  receiver = await startReceiver();
}, 180_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await receiver.close();
});

function installed(root: string): { packages: string[]; bytes: number } {
  const files = filesOf(join(root, 'node_modules'));
  const folders = files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/@]+)\/package\.json$/.exec(file)?.[1] ?? []);
  return { packages: folders, bytes: bytesOf(files) };
}

function filesOf(root: string): string[] {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ name, parentPath }) => join(parentPath, name));
}

function bytesOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}

describe('npm install @telewright/node', () => {
  it('brings one package of less than 802 kB, without install scripts', () => {
    const { packages: names, bytes } = installed(alone);
    expect(names).toEqual(['@telewright/node']);
    expect(bytes).toBeLessThan(802_000);
    const manifest = JSON.parse(readFileSync(join(alone, 'node_modules/@telewright/node/package.json'), 'utf8'));
    expect([manifest.dependencies, manifest.scripts]).toEqual([undefined, undefined]);
  });

  it('brings two packages of less than 5 MB together with the API', () => {
    const api = join(full, 'node_modules/@opentelemetry/api');
    expect(JSON.parse(readFileSync(join(api, 'package.json'), 'utf8')).dependencies).toBeUndefined();
    expect(installed(alone).bytes + bytesOf(filesOf(api))).toBeLessThan(5_000_000);
  });

  it('brings no native code, and the licences of all that is inside', () => {
    const root = join(alone, 'node_modules/@telewright/node');
    expect(filesOf(root).filter((path) => /\.node$|binding\.gyp$/.test(path))).toEqual([]);
    expect(readFileSync(join(root, 'LICENSE'), 'utf8')).toContain('Apache License');
    const inside = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').matchAll(/^(@?[\w./-]+) \d+\.\d+\.\d+ \((.+)\)$/gm);
    const licenses = [...inside].map(([, name, license]) => `${name} ${license}`);
    expect(licenses).toContain('@opentelemetry/sdk-trace Apache-2.0');
    expect(licenses.filter((text) => !/ (Apache-2\.0|MIT|ISC)$/.test(text))).toEqual([]);
  });

  it.each(['--require', '--import'])('traces an app by %s that has no OpenTelemetry of its own', async (flag) => {
    receiver.reset();
    writeFileSync(
      join(alone, 'app.js'),
      `const server = require('node:http').createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1', async () => {
        console.log(await (await fetch('http://127.0.0.1:' + server.address().port)).text());
        server.close(); server.closeIdleConnections();
      });`,
    );
    const { code, stdout } = await runApp(
      [flag, '@telewright/node/register', 'app.js'],
      { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      alone,
    ).ended;
    expect([code, stdout]).toEqual([0, 'hello\n']);
    expect(receiver.spans.map(({ kind }) => kind).sort()).toEqual(['CLIENT', 'SERVER']);
    expect(receiver.spans[0]?.resource.attributes).toMatchObject({ 'service.name': 'user-app', 'service.version': '1.0.0' });
  });

  it('carries one version of the OpenTelemetry SDK, with its licences', () => {
    const licenses = readFileSync(join(alone, 'node_modules/@telewright/node/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const carried = [...licenses.matchAll(/^(@opentelemetry\/[a-z-]+) (\S+) \(Apache-2\.0\)$/gm)].map(([, name]) => name);
    expect(carried.length).toBeGreaterThan(5);
    expect(new Set(carried).size).toBe(carried.length);
  });
});

describe('every package', () => {
  it.each(packages)('%s is published to everybody with its provenance, and runs nothing when it is installed', (name) => {
    const manifest = JSON.parse(readFileSync(`${repository}packages/${name}/package.json`, 'utf8'));
    expect([manifest.private, manifest.publishConfig]).toEqual([undefined, { access: 'public', provenance: true }]);
    expect(Object.keys(manifest.scripts ?? {}).filter((script) => /install|prepare/.test(script))).toEqual([]);
    expect(readFileSync(`${repository}packages/${name}/LICENSE`, 'utf8')).toContain('Apache License');
  });

  const names = packages.map((name) => `@telewright/${name}`);

  it.each([
    ['require', '--input-type=commonjs', (name: string) => `require('${name}')`],
    ['import', '--input-type=module', (name: string) => `await import('${name}')`],
  ])('loads by %s and says nothing', async (_, type, load) => {
    const code = names.map((name) => `console.log(Object.keys(${load(name)}).length > 0)`).join(';');
    const { stdout, stderr } = await runApp([type, '--eval', code], {}, full).ended;
    expect([stdout, stderr]).toEqual(['true\n'.repeat(names.length), '']);
  });

  it.each(['commonjs', 'module'])('has types that a strict %s project accepts', (type) => {
    const project = join(full, `types-${type}`);
    mkdirSync(project);
    const uses = `const telemetry: Telemetry = start({ service: 'a', traces: { endpoint: 'http://b' } });\nvoid telemetry.shutdown();\n// @ts-expect-error an unknown option\nstart({ servce: 'a' });\n`;
    const imports = names
      .map((name, index) => `import * as package${index} from '${name}';\nexport const keys${index} = Object.keys(package${index});\n`)
      .join('');
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type }));
    writeFileSync(
      join(project, 'app.ts'),
      `import { start, type Telemetry } from '@telewright/node';\nimport '@telewright/node/register';\n${imports}${uses}`,
    );
    const compilerOptions = {
      strict: true,
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2024', 'esnext.disposable'],
      skipLibCheck: false,
      noEmit: true,
      types: ['node'],
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    const { stdout, status } = spawnSync(`${repository}node_modules/.bin/tsc`, ['-p', project], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });
});

describe("lines of the user's pino, with the published package", () => {
  const log = `log.info({ token: 'hunter2-a', user: { password: 'hunter2-b' } }, 'GET /cb?access_token=hunter2-c user[password]=hunter2-d');\n`;

  it.each([
    ['cjs', `const log = require('pino')();\n${log}`],
    ['mjs', `import pino from 'pino';\nconst log = pino();\n${log}`],
  ])('are without secrets on stdout and at the receiver: %s', async (extension, code) => {
    receiver.reset();
    writeFileSync(join(full, `secrets.${extension}`), code);
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, TELEWRIGHT_LOGS: 'send' };
    const { lines, stdout, stderr } = await runApp(['--require', '@telewright/node/register', `secrets.${extension}`], environment, full)
      .ended;
    const fields = { token: '[REDACTED]', user: { password: '[REDACTED]' } };
    const msg = 'GET /cb?access_token=[REDACTED] user[password]=[REDACTED]';
    expect(lines).toEqual([expect.objectContaining({ ...fields, msg })]);
    expect(receiver.logs.map(({ attributes, body }) => [attributes, body])).toEqual([[fields, msg]]);
    expect(stdout + stderr).not.toContain('hunter2');
  });
});

const documents = [
  'README.md',
  ...packages.map((name) => `packages/${name}/README.md`),
  ...readdirSync(`${repository}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const blocks = (language: string): [string, string][] =>
  documents.flatMap((document) => {
    const found = readFileSync(repository + document, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'));
    return [...found].map(([, code], index): [string, string] => [`${document} #${index + 1}`, code as string]);
  });

describe('the snippets in the documentation', () => {
  it.each(blocks('ts'))('%s runs as it is', async (name, code) => {
    const file = join(full, `${name.replace(/\W+/g, '-')}.mts`);
    writeFileSync(file, code);
    const { code: status, stderr } = await runApp([file], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, full).ended;
    expect([status, stderr.includes('ERROR') ? stderr : '']).toEqual([0, '']);
  });

  it.each(blocks('sh'))('%s installs packages that exist and runs scripts that exist', (_, code) => {
    const known = new Set([...packages.map((name) => `@telewright/${name}`), ...Object.keys(versions)]);
    const { scripts } = JSON.parse(readFileSync(`${repository}package.json`, 'utf8'));
    for (const [, names] of code.matchAll(/npm install ((?:-\S+ )*[^#\n]+)/g)) {
      for (const name of (names as string)
        .trim()
        .split(/\s+/)
        .filter((word) => !word.startsWith('-')))
        expect(known).toContain(name);
    }
    for (const [, script] of code.matchAll(/npm run (\S+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, specifier] of code.matchAll(/--(?:require|import)\s+(\S+)/g)) expect(specifier).toBe('@telewright/node/register');
  });

  it('name the two commands of the README, which .ci/run runs', () => {
    const readme = readFileSync(`${repository}README.md`, 'utf8');
    const ci = readFileSync(`${repository}.ci/run`, 'utf8');
    for (const command of ['npm ci && npm run demo', 'npm ci && npm test']) {
      expect(readme.split('\n')).toContain(command);
      expect(ci).toContain(command);
    }
  });
});
