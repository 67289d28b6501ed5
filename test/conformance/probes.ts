import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import type { Subject } from './subjects.ts';

/** Tries one row; gives `conforms`, or what was seen instead. */
export type Probe = (subject: Subject) => Promise<string>;

export const conforms = 'as specified';

const api = `const { context, metrics, propagation, trace, ROOT_CONTEXT } = require('@opentelemetry/api');`;
export const span = `${api} trace.getTracer('app').startSpan('work').end();`;
const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
/** How long a process that was told to end may take before it counts as one that never does. */
const patienceMillis = 8_000;

/** The rows in which upstream was seen to diverge, each as real processes against a real receiver. */
export const probes: Readonly<Record<string, Probe>> = {
  D3: withReceiver(async (subject, receiver, environment) => {
    receiver.respondWith({ status: 200, delayMillis: 300 });
    await subject.preloaded(span, { ...environment, OTEL_EXPORTER_OTLP_TIMEOUT: '0' }).ended;
    return receiver.spans.length === 1 ? conforms : 'a timeout of 0 loses the spans';
  }),
  D6: withReceiver(async (subject, receiver, environment) => {
    const code = `${api} const parent = propagation.extract(ROOT_CONTEXT, { traceparent: '${parent}' });
      context.with(parent, () => { const carrier = {}; propagation.inject(context.active(), carrier); console.log(carrier.traceparent); });`;
    const { stdout } = await subject.preloaded(code, { ...environment, OTEL_SDK_DISABLED: 'true' }).ended;
    if (receiver.requests.length > 0) return 'something is sent';
    return stdout.trim() === parent ? conforms : 'the context is not propagated';
  }),
  D8: withReceiver(async (subject, receiver, environment) => {
    const { stderr } = await subject.preloaded(span, { ...environment, OTEL_RESOURCE_ATTRIBUTES: 'kept=1,broken' }).ended;
    const discarded = receiver.spans[0]?.resource.attributes['kept'] === undefined;
    const told = stderr.includes('OTEL_RESOURCE_ATTRIBUTES');
    return told && discarded ? conforms : `${discarded ? 'all is discarded' : 'a part is kept'}, ${told ? 'and told' : 'without a word'}`;
  }),
  D9: withReceiver(async (subject, receiver, environment) => {
    const variables = { ...environment, OTEL_SERVICE_NAME: 'from-environment' };
    await subject.started({ 'service.name': 'from-code' }, `${span} setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100)`, {
      ...variables,
      OTEL_BSP_SCHEDULE_DELAY: '10',
    }).ended;
    const name = receiver.spans[0]?.resource.attributes['service.name'];
    return name === 'from-code' ? conforms : `service.name is ${name}`;
  }),
  D11: async (subject) => {
    const { stderr } = await subject.preloaded(span, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }).ended;
    return stderr.includes('ECONNREFUSED') ? conforms : 'a failed export is not told';
  },
  D15: withReceiver(async (subject, _, environment) => {
    const code = `${api} trace.getTracer('app').startActiveSpan('work', (span) => { const carrier = {}; propagation.inject(context.active(), carrier); console.log(carrier.traceparent ?? 'nothing'); span.end(); });`;
    const { stdout } = await subject.preloaded(code, { ...environment, OTEL_TRACES_EXPORTER: 'none' }).ended;
    return /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/m.test(stdout) ? conforms : 'no context, so no propagation and no correlation';
  }),
  D21: async (subject) => {
    const code = `${api} metrics.getMeter('app').createCounter('jobs').add(1); setTimeout(() => process.exit(), 2_000);`;
    const variables = { OTEL_TRACES_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'console' };
    const { stdout, stderr } = await subject.preloaded(code, {
      ...variables,
      OTEL_METRIC_EXPORT_INTERVAL: '200',
      OTEL_METRIC_EXPORT_TIMEOUT: '100',
    }).ended;
    return (stdout + stderr).split(/\bjobs\b/).length > 2 ? conforms : 'the console ignores OTEL_METRIC_EXPORT_INTERVAL';
  },
  D27: withReceiver(async (subject, receiver, environment) => {
    const folder = mkdtempSync(join(tmpdir(), 'telewright-conformance-'));
    const file = join(folder, 'otel.yaml');
    const processor = `{ batch: { exporter: { otlp_http: { endpoint: "${receiver.url}/v1/traces" } } } }`;
    const resource = '{ attributes: [{ name: service.name, value: from-file }] }';
    writeFileSync(file, `file_format: "1.0"\nresource: ${resource}\ntracer_provider: { processors: [${processor}] }\n`);
    await subject.preloaded(span, { ...environment, OTEL_CONFIG_FILE: file }).ended;
    rmSync(folder, { recursive: true });
    return receiver.spans[0]?.resource.attributes['service.name'] === 'from-file' ? conforms : 'register ignores OTEL_CONFIG_FILE';
  }),
  D32: withReceiver(async (subject, receiver, environment) => {
    const serve = `const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () => {
      get({ port: server.address().port, host: '127.0.0.1', agent: false }, (response) => { response.resume(); response.on('end', () => server.close()); }); });`;
    const seen: string[] = [];
    for (const module of [false, true]) {
      receiver.reset();
      const load = module ? `import { createServer, get } from 'node:http';` : `const { createServer, get } = require('node:http');`;
      await subject.preloaded(`${load} ${serve}`, environment, module).ended;
      const kinds = receiver.spans.filter(({ attributes }) => 'http.request.method' in attributes).map(({ kind }) => kind);
      if (kinds.sort().join() !== 'CLIENT,SERVER') seen.push(`${module ? 'ESM' : 'CommonJS'}: ${kinds.join() || 'no spans of HTTP'}`);
    }
    return seen.length === 0 ? conforms : seen.join('; ');
  }),
  D35: withReceiver(async (subject, receiver, environment) => {
    const app = subject.preloaded(`${span} setInterval(() => undefined, 1_000); setTimeout(() => console.log('ready'), 300);`, environment);
    await app.said(/ready/);
    app.kill('SIGTERM');
    const timer = setTimeout(() => app.kill('SIGKILL'), patienceMillis);
    const { signal } = await app.ended;
    clearTimeout(timer);
    if (signal === 'SIGKILL') return 'SIGTERM does not end the process';
    return receiver.spans.length === 1 ? conforms : 'the last spans are lost';
  }),
  D36: withReceiver(async (subject, receiver, environment) => {
    const seen: string[] = [];
    for (const [what, end, status] of [
      ['process.exit()', 'process.exit(3);', 3],
      ['an uncaught exception', `throw new Error('boom');`, 1],
    ] as const) {
      receiver.reset();
      const { code, stderr } = await subject.preloaded(`${span} ${end}`, environment).ended;
      if (code !== status) seen.push(`${what} ends with ${code}`);
      if (status === 1 && !stderr.includes('Error: boom\n    at ')) seen.push('the stack is not shown');
      // What takes over from a process that has ended may be a little later.
      const arrived = await receiver.waitFor(({ spans }) => spans.length > 0, { timeoutMillis: 5_000 }).catch(() => false);
      if (!arrived) seen.push(`${what} loses the last spans`);
    }
    return seen.length === 0 ? conforms : seen.join('; ');
  }),
  D37: async (subject) => {
    const begin = performance.now();
    const { code, stderr } = await subject.preloaded(span, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }).ended;
    const seconds = (performance.now() - begin) / 1_000;
    if (code !== 0) return `the process ends with ${code}`;
    const told = stderr.split('\n').filter((line) => line.includes('traces') && line.includes('ECONNREFUSED')).length;
    return told === 1
      ? conforms
      : `the exit is delayed (${seconds.toFixed(0)} s in all), and ${told === 0 ? 'nothing is told' : 'it is told more than once'}`;
  },
};

export function withReceiver(
  run: (subject: Subject, receiver: Receiver, environment: Readonly<Record<string, string>>) => Promise<string>,
): Probe {
  return async (subject) => {
    const receiver = await startReceiver();
    try {
      return await run(subject, receiver, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
    } finally {
      await receiver.close();
    }
  };
}
