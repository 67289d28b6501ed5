import { readdirSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

export default defineConfig({
  resolve: {
    // Unit tests run the sources; the end-to-end tests in test/ run what `npm run build` made, in processes of their own.
    alias: readdirSync(`${root}/packages`).map((name) => ({
      find: new RegExp(`^@telewright/${name}$`),
      replacement: `${root}/packages/${name}/src/index.ts`,
    })),
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    // What a process does before it ends is bounded in time, and on a machine that is busy with other things it may do less. A property that
    // fails for one of its random inputs is not tried again: it would be with others.
    retry: { count: 1, condition: /^(?!Property failed)/ },
    hookTimeout: 60_000,
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['packages/*/src/**/*.ts'] },
  },
});
