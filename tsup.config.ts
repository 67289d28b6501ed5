import { readdirSync, rmSync } from 'node:fs';
import { defineConfig, type Options } from 'tsup';

const packages = readdirSync('packages').sort();
for (const name of packages) rmSync(`packages/${name}/dist`, { recursive: true, force: true });

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

/**
 * The run-time is one minified CommonJS file that carries the OpenTelemetry SDK and our own packages: it loads by `require` and
 * by `import`, and a service cannot end up with two SDK copies. `register` refers to it by the package's own name.
 */
const runtime: Options = {
  name: 'node',
  entry: { index: 'packages/node/src/index.ts', register: 'packages/node/src/register.ts' },
  outDir: 'packages/node/dist',
  format: 'cjs',
  outExtension: () => ({ js: '.cjs' }),
  platform: 'node',
  target: 'node22.15',
  minify: true,
  splitting: false,
  noExternal: [/^(?!@telewright\/node$)/],
  external: ['@telewright/node'],
  esbuildOptions(options) {
    options.mainFields = ['module', 'main'];
    options.conditions = ['import'];
    options.alias = Object.fromEntries(
      packages.filter((name) => name !== 'node').map((name) => [`@telewright/${name}`, `./packages/${name}/src/index.ts`]),
    );
  },
  tsconfig: 'packages/node/tsconfig.json',
};

export default defineConfig([...packages.filter((name) => name !== 'node').map(library), runtime]);
