import { deepEqual, match } from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, runApp } from '../../run-app.ts';
import { api, signals, told, undelivered } from '../programs.ts';
import type { Row } from '../row.ts';

const stays = `${api} metrics.getMeter('app').createCounter('jobs').add(3, { kind: 'mail' }); setInterval(() => undefined, 1_000); console.log('ready');`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until the server listens. */
async function scrape(url: string): Promise<string> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return answer.text();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const row: Row = {
  id: 'D24',
  what: '`OTEL_METRICS_EXPORTER=prometheus` serves metrics on `localhost:9464`, by the official exporter of the app',
  tries: {
    'serves what was measured, beside OTLP, and ends as ever': async ({ subject, receiver, endpoint }) => {
      const port = await freePort();
      const where = { OTEL_EXPORTER_PROMETHEUS_HOST: '127.0.0.1', OTEL_EXPORTER_PROMETHEUS_PORT: `${port}` };
      const app = subject.preloaded(stays, { ...endpoint, ...where, OTEL_METRICS_EXPORTER: 'otlp,prometheus' });
      await app.said(/ready/);
      const served = await scrape(`http://127.0.0.1:${port}/metrics`);
      app.kill('SIGTERM');
      const { signal, stderr } = await app.ended;
      match(served, /^jobs_total\{kind="mail",.*\} 3$/m);
      match(served, /^target_info\{.*finops_team_name="platform"/m);
      match(stderr, new RegExp(`metrics to prometheus on 127\\.0\\.0\\.1:${port}`));
      deepEqual([signal, told(stderr), receiver.metrics.some(({ name }) => name === 'jobs'), receiver.spans], ['SIGTERM', [], true, []]);
    },
    'listens on localhost:9464 by default, and keeps no process alive': async ({ run }) => {
      const { code, stderr } = await run(signals, { OTEL_METRICS_EXPORTER: 'prometheus' });
      match(stderr, /metrics to prometheus on localhost:9464/);
      deepEqual([code, undelivered(stderr)], [0, []]);
    },
    'says how to get the exporter where it is not installed, and goes on': async ({ receiver, endpoint }) => {
      const folder = mkdtempSync(join(tmpdir(), 'telewright-conformance-'));
      const code = `require('${repository}node_modules/@opentelemetry/api').trace.getTracer('app').startSpan('work').end();`;
      const args = ['--require', `${repository}packages/node/dist/register.cjs`, '--eval', code];
      const variables = { ...endpoint, OTEL_METRICS_EXPORTER: 'prometheus', FINOPS_TEAM: 'platform', FINOPS_ENVIRONMENT: 'test' };
      const { stderr } = await runApp(args, { ...variables, OTEL_SERVICE_NAME: 'elsewhere' }, folder).ended;
      rmSync(folder, { recursive: true });
      const line =
        '[telewright] WARN metrics are not served to Prometheus: @opentelemetry/exporter-prometheus is not installed: npm install @opentelemetry/exporter-prometheus';
      deepEqual([told(stderr), receiver.spans.length], [[line], 1]);
    },
  },
};
