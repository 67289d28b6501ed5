import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const source = resolve(import.meta.dirname, '..');
const modules = resolve(source, '../../node_modules');
const folder = mkdtempSync(join(tmpdir(), 'telewright-pino-'));
const traceId = '0af7651916cd43dd8448eb211c80319c';
const ids = { trace_id: traceId, span_id: 'b7ad6b7169203331', trace_flags: '01' };

/** A preload with an SDK and an API copy of its own, which prints what was sent when the process exits. */
const preload = `
import { context, logs } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { instrumentPino } from ${JSON.stringify(join(source, 'src/index.ts'))};
const exporter = new InMemoryLogRecordExporter();
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] }));
instrumentPino({ sending: true, olderCopies: true });
process.on('exit', () => {
  for (const { body, severityText, attributes, spanContext } of exporter.getFinishedLogRecords()) {
    process.stderr.write(JSON.stringify({ body, severityText, attributes, traceId: spanContext?.traceId }) + '\\n');
  }
});
`;

const inSpan = `const inSpan = (work) =>
  context.with(trace.setSpanContext(context.active(), { traceId: '${traceId}', spanId: '${ids.span_id}', traceFlags: 1 }), work);
`;
const imports = `import { context, trace } from '@opentelemetry/api';\nimport pino from 'pino';\n`;
const requires = `const { context, trace } = require('@opentelemetry/api');\nconst pino = require('pino');\n`;
const app = `
const log = pino({ base: null, timestamp: false });
log.info('before');
inSpan(() => log.child({ c: 1 }).warn({ a: 1 }, 'inside'));
`;

beforeAll(async () => {
  symlinkSync(modules, join(folder, 'node_modules'));
  const stdin = { contents: preload, resolveDir: source };
  await build({ stdin, outfile: join(folder, 'preload.cjs'), bundle: true, format: 'cjs', platform: 'node', logLevel: 'error' });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Output {
  lines: unknown[];
  sent: unknown[];
}

async function start(file: string, flag: '--require' | '--import' = '--require'): Promise<Output> {
  const { stdout, stderr } = await run(process.execPath, [flag, './preload.cjs', file], { cwd: folder });
  const parse = (text: string): unknown[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  return { lines: parse(stdout), sent: parse(stderr) };
}

const expected: Output = {
  lines: [
    { level: 30, msg: 'before' },
    { level: 40, c: 1, a: 1, msg: 'inside', ...ids },
  ],
  sent: [
    { body: 'before', severityText: 'info', attributes: {} },
    { body: 'inside', severityText: 'warn', attributes: { c: 1, a: 1 }, traceId },
  ],
};

describe('a service that is started with a preload', () => {
  it('has its lines correlated and sent when it is CommonJS', async () => {
    writeFileSync(join(folder, 'app.cjs'), requires + inSpan + app);
    expect(await start('app.cjs')).toEqual(expected);
  });

  it.each(['--require', '--import'] as const)('has its lines correlated and sent when it is ESM, by %s', async (flag) => {
    writeFileSync(join(folder, 'app.mjs'), imports + inSpan + app);
    expect(await start('app.mjs', flag)).toEqual(expected);
  });

  it.each([false, true])('has its lines correlated and sent when it is bundled with pino inside, minified: %s', async (minify) => {
    const stdin = { contents: imports + inSpan + app, resolveDir: folder };
    const outfile = join(folder, `bundle-${minify}.cjs`);
    await build({ stdin, outfile, bundle: true, minify, format: 'cjs', platform: 'node', logLevel: 'error' });
    expect(await start(outfile)).toEqual(expected);
  });

  it('has the lines of a worker transport correlated and sent', async () => {
    const transport = `pino({ base: null, timestamp: false }, pino.transport({ target: 'pino/file' }))`;
    writeFileSync(join(folder, 'transport.cjs'), requires + inSpan + app.replace('pino({ base: null, timestamp: false })', transport));
    expect(await start('transport.cjs')).toEqual(expected);
  });

  it.each(['pino-8-0', 'pino-8', 'pino-9-9'])('has the lines of %s correlated and sent, which publishes nothing by itself', async (old) => {
    writeFileSync(join(folder, 'old.cjs'), requires.replace("'pino'", `'${old}'`) + inSpan + app);
    writeFileSync(join(folder, 'old.mjs'), imports.replace("'pino'", `'${old}'`) + inSpan + app);
    expect(await start('old.cjs')).toEqual(expected);
    expect(await start('old.mjs', '--import')).toEqual(expected);
  });

  it('has the lines that pino-pretty writes in a worker correlated', async () => {
    const transport = `pino(pino.transport({ target: 'pino-pretty', options: { colorize: false, ignore: 'pid,hostname,time' } }))`;
    writeFileSync(join(folder, 'pretty.cjs'), requires + inSpan + app.replace('pino({ base: null, timestamp: false })', transport));
    const { stdout } = await run(process.execPath, ['--require', './preload.cjs', 'pretty.cjs'], { cwd: folder });
    const [before, inside] = stdout.split(/^(?=\S)/m);
    expect(before).toBe('INFO: before\n');
    expect(inside).toBe(
      `WARN: inside\n    c: 1\n    a: 1\n    trace_id: "${traceId}"\n    span_id: "${ids.span_id}"\n    trace_flags: "01"\n`,
    );
  });

  it("has pino-http's own lines correlated and sent", async () => {
    const service = `
import { once } from 'node:events';
import { createServer } from 'node:http';
import pinoHttp from 'pino-http';
const log = pinoHttp({ base: null, timestamp: false, serializers: { req: ({ url }) => url, res: ({ statusCode }) => statusCode } });
const server = createServer((request, response) =>
  inSpan(() => { log(request, response); request.log.info('handling'); response.end(); }),
).listen(0, '127.0.0.1');
await once(server, 'listening');
await fetch('http://127.0.0.1:' + server.address().port + '/orders');
server.closeAllConnections();
server.close();
`;
    writeFileSync(join(folder, 'pino-http.mjs'), imports.split('\n')[0] + inSpan + service);
    const { lines, sent } = await start('pino-http.mjs');
    expect(lines).toEqual([
      { level: 30, req: '/orders', msg: 'handling', ...ids },
      { level: 30, req: '/orders', res: 200, responseTime: expect.any(Number), msg: 'request completed', ...ids },
    ]);
    expect(sent).toMatchObject([
      { body: 'handling', attributes: { req: '/orders' }, traceId },
      { body: 'request completed', attributes: { req: '/orders', res: 200 }, traceId },
    ]);
  });

  it("has fastify's own lines correlated and sent, with the children it makes per request", async () => {
    const service = `
import fastify from 'fastify';
const app = fastify({ logger: { base: null, timestamp: false, serializers: { req: ({ url }) => url } } });
app.addHook('onRequest', (_request, _reply, done) => inSpan(done));
app.get('/', async (request) => { request.log.info('handling'); return 'ok'; });
await app.inject('/');
await app.close();
`;
    writeFileSync(join(folder, 'service.mjs'), imports.split('\n')[0] + inSpan + service);
    const { lines, sent } = await start('service.mjs');
    expect(lines).toEqual([
      { level: 30, reqId: 'req-1', req: '/', msg: 'incoming request' },
      { level: 30, reqId: 'req-1', msg: 'handling', ...ids },
      { level: 30, reqId: 'req-1', res: { statusCode: 200 }, responseTime: expect.any(Number), msg: 'request completed', ...ids },
    ]);
    expect(sent).toEqual([
      { body: 'incoming request', severityText: 'info', attributes: { reqId: 'req-1', req: '/' } },
      { body: 'handling', severityText: 'info', attributes: { reqId: 'req-1' }, traceId },
      {
        body: 'request completed',
        severityText: 'info',
        attributes: { reqId: 'req-1', res: { statusCode: 200 }, responseTime: expect.any(Number) },
        traceId,
      },
    ]);
  });
});
