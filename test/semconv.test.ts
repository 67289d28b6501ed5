import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

/** Bundles an app of one line for production, and gives the size and the files of the package that got into it. */
async function bundle(contents: string, entry: string, external: string[] = []): Promise<{ bytes: number; files: string[]; text: string }> {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: repository },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    external,
    alias: { '@telewright/semconv': `${repository}packages/semconv/${entry}` },
    metafile: true,
    write: false,
    absWorkingDir: repository,
  });
  const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {};
  const files = Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
    bytesInOutput > 0 && path !== '<stdin>' ? [path.replace(/.*\//, '')] : [],
  );
  return { bytes: outputFiles[0]?.contents.length ?? 0, files: files.sort(), text: outputFiles[0]?.text ?? '' };
}

const api = ['@opentelemetry/api'];
const use = (name: string): string => `import { ${name} } from '@telewright/semconv'; console.log(${name});`;
const span = ['error.ts', 'record-exception.ts', 'version.ts', 'with-span.ts'];

describe('a bundle that imports one helper of @telewright/semconv', () => {
  it.each([
    ['ATTR_HTTP_ROUTE', ['http.ts']],
    ['METRIC_FINOPS_LABEL_MISSING', ['finops.ts']],
    ['errorTypeOf', ['error.ts']],
    ['semanticAttributes', ['semantic-attributes.ts']],
    ['createInstrument', ['metric-definition.ts']],
    ['recordException', ['error.ts', 'record-exception.ts']],
    ['withSpan', span],
    ['withDatabaseSpan', ['database-span.ts', 'span-endpoint.ts', ...span]],
    ['withJobSpan', ['job-span.ts', ...span]],
    ['withMessagingSpan', ['carrier.ts', 'messaging-span.ts', 'span-endpoint.ts', ...span]],
    ['withRpcClientSpan', ['carrier.ts', 'rpc-span.ts', ...span]],
  ])('%s brings what it needs and nothing else', async (name, files) => {
    expect((await bundle(use(name), 'src/index.ts', api)).files).toEqual([...files].sort());
  });

  it('stays small with the published file, where all helpers stand side by side', async () => {
    const published = 'dist/index.js';
    const constant = await bundle(use('ATTR_HTTP_ROUTE'), published);
    const withSpan = await bundle(use('withSpan'), published, api);
    const withMessagingSpan = await bundle(use('withMessagingSpan'), published, api);
    expect(constant.bytes).toBeLessThan(50); // without the API, which it does not use
    expect(withSpan.bytes).toBeLessThan(2_500);
    expect(withSpan.text).not.toMatch(/messaging\.|db\.|rpc\.|telewright\.job|http\./);
    expect(withMessagingSpan.bytes).toBeLessThan(4_000);
    expect(withMessagingSpan.text).not.toMatch(/db\.|rpc\.|telewright\.job|http\./);
  });
});

describe('withSpan', () => {
  it('leaves a rejection that nobody handles to the process, which ends by it', async () => {
    const app = `import { withSpan } from '@telewright/semconv'; withSpan('work', async () => { throw new Error('nobody cares'); });`;
    const { code, stderr } = await runApp(['--input-type=module', '--eval', app]).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('Error: nobody cares');
  });
});
