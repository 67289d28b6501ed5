import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { defineConfig, type Options } from 'tsup';
import { parsedInGroups } from './tsup.groups.ts';

const packages = readdirSync('packages').sort();
/** A folder for the run-time alone, not minified, in which profiles can tell one function from another; `dist` is left as it is. */
const readable = process.env['READABLE_RUN_TIME'];
if (!readable) for (const name of packages) rmSync(`packages/${name}/dist`, { recursive: true, force: true });

/** What each library package has in common: one ES module per package, no bundled dependencies; `tsc -b` writes the types. */
const library = (name: string): Options => ({
  name,
  entry: [`packages/${name}/src/index.ts`],
  outDir: `packages/${name}/dist`,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  sourcemap: true,
  splitting: false,
  external: [/^[^.]/],
  tsconfig: `packages/${name}/tsconfig.json`,
});

/** Writes the licence of every package that got into the bundle beside it. */
const thirdPartyLicenses = (file: string): Plugin => ({
  name: 'third-party-licenses',
  setup(build) {
    build.onEnd(({ metafile }) => {
      const inputs = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.entries(inputs));
      const used = inputs
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
      const folders = [...new Set(used.filter((folder) => folder !== undefined))].sort();
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, folders.map(license).join(`\n${'-'.repeat(80)}\n\n`));
    });
  },
});

function license(folder: string): string {
  const { name, version, license: id } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled and brings no licence file`);
  return `${name} ${version} (${id})\n\n${readFileSync(`${folder}/${file}`, 'utf8')}`;
}

/** Puts our contexts in the place of the API's own, see there; the copy of the API in a service is left as it is. */
const lightContexts: Plugin = {
  name: 'light-contexts',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\/.*context\.mjs$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === resolve('node_modules/@opentelemetry/api/dist/context/context.mjs')
        ? { path: resolve('packages/node/src/light-context.ts') }
        : undefined,
    );
  },
};

/**
 * Leaves out what looks for the machine's id, which we do not use. Because it loads its parts by \`import()\`, all modules of the API would be
 * wrapped in functions, called and looked up one by one.
 */
const withoutMachineId: Plugin = {
  name: 'without-machine-id',
  setup: (build) => build.onResolve({ filter: /getMachineId-/ }, ({ path }) => ({ path, external: true })),
};

/** Puts what makes exponential histograms, which hardly anyone asks for, into a file of its own. */
const exponentialHistogram = 'node_modules/@opentelemetry/sdk-metrics/dist/aggregator/ExponentialHistogram.mjs';
const exponentialHistogramLater: Plugin = {
  name: 'exponential-histogram-later',
  setup(build) {
    build.onResolve({ filter: /\/ExponentialHistogram\.mjs$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: resolve('packages/node/src/pipeline/exponential-histogram.ts') },
    );
  },
};

/**
 * Writes the names of attributes as text where they are used. V8 makes an object of `{ 'http.route': route }` at once, and one of
 * `{ [ATTR_HTTP_ROUTE]: route }` property by property, by calls into its run-time; the bundler only inlines enums.
 */
const literalNames: Plugin = {
  name: 'literal-names',
  setup(build) {
    const folder = 'packages/semconv/src';
    const definitions = readdirSync(folder).flatMap((file) => [
      ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^export const (ATTR_[A-Z\d_]+) = ('[^']+');$/gm),
    ]);
    const names = new Map(definitions.map(([, name, text]) => [name as string, text as string]));
    build.onLoad({ filter: /[\\/]packages[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8').replace(
        /^(?:import|export) (?:type )?\{[^}]*\} from|(?<!const )\bATTR_[A-Z\d_]+\b/gm,
        (found) => names.get(found) ?? found,
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** Parts of the run-time that few services need: each a file that is loaded when it is needed. Users feel the size of the first one. */
const parts: Readonly<Record<string, string>> = {
  'configuration-file': 'packages/node/src/configuration-file/index.ts', // it brings a YAML parser
  'detect-cloud': 'packages/node/src/cloud/detect-cloud.ts',
  'exponential-histogram': exponentialHistogram,
  'host-metrics': 'packages/node/src/host-metrics.ts',
  'log-rules': 'packages/node/src/settings/log-rules.ts',
  'official-recorder': 'packages/node/src/pipeline/official-recorder.ts',
  patch: 'packages/node/src/patching/patch.ts',
  'rare-listeners': 'packages/node/src/channels/rare-listeners.ts',
  sampler: 'packages/node/src/pipeline/sampler.ts',
  threads: 'packages/node/src/threads/threads.ts',
};

/**
 * The run-time is one minified CommonJS file that carries the OpenTelemetry SDK and our own packages, and its parts beside it: it loads by
 * `require` and by `import`, and a service cannot end up with two SDK copies. `register` refers to it by the package's own name.
 */
const runtime: Options = {
  name: 'node',
  entry: {
    index: 'packages/node/src/run-time.ts',
    register: 'packages/node/src/register.ts',
    'sdk-node': 'packages/node/src/sdk-node.ts',
    courier: 'packages/node/src/courier.ts',
    ...parts,
  },
  outDir: 'packages/node/dist',
  format: 'cjs',
  outExtension: () => ({ js: '.cjs' }),
  platform: 'node',
  target: 'node22.15',
  minify: true,
  splitting: false,
  // Where profiles are taken, each line tells from which file it came.
  plugins: readable ? [] : [parsedInGroups('index.cjs')],
  noExternal: [/^(?!@telewright\/node$|\.\/[a-z-]+\.cjs$)/],
  external: ['@telewright/node', ...Object.keys(parts).map((name) => `./${name}.cjs`)],
  esbuildPlugins: [
    lightContexts,
    withoutMachineId,
    exponentialHistogramLater,
    literalNames,
    thirdPartyLicenses('packages/node/dist/THIRD-PARTY-LICENSES.txt'),
  ],
  esbuildOptions(options) {
    options.mainFields = ['module', 'main'];
    options.conditions = ['import'];
    options.alias = Object.fromEntries(
      packages.filter((name) => name !== 'node').map((name) => [`@telewright/${name}`, `./packages/${name}/src/index.ts`]),
    );
  },
  tsconfig: 'packages/node/tsconfig.json',
};

export default defineConfig(
  readable ? { ...runtime, outDir: readable, minify: false } : [...packages.filter((name) => name !== 'node').map(library), runtime],
);
