import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const run = (environment: Record<string, string>, file = 'express-app.mjs') =>
  runApp(['--require', '@telewright/node/register', file], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...environment }).ended;

const variables = {
  OTEL_SERVICE_NAME: 'checkout',
  FINOPS_ENVIRONMENT: 'prod',
  FINOPS_CRITICALITY: 'high',
  FINOPS_COST_CENTER_ID: 'CC-1042',
  FINOPS_COST_CENTER_NAME: 'Online Shop',
  FINOPS_TEAM: 'platform',
  FINOPS_OWNER: 'payments',
  FINOPS_BUSINESS_UNIT: 'retail',
  FINOPS_PRODUCT: 'webshop',
  FINOPS_ALLOCATION_TYPE: 'shared',
  FINOPS_GRID_ZONE: 'DE',
};
const labels = {
  'service.name': 'checkout',
  'deployment.environment.name': 'production',
  'service.criticality': 'high',
  'service.instance.cost_center.id': 'CC-1042',
  'service.instance.cost_center.name': 'Online Shop',
  'finops.team.name': 'platform',
  'finops.owner.name': 'payments',
  'finops.business_unit.id': 'retail',
  'finops.product.name': 'webshop',
  'finops.allocation.type': 'shared',
  'finops.grid.zone': 'DE',
};

/** The labels above in what was received; nothing else of it. */
function labelsOf(attributes: Readonly<Record<string, unknown>> | undefined): unknown {
  return Object.fromEntries(Object.entries(attributes ?? {}).filter(([key]) => key in labels));
}

describe('one request', () => {
  it('gives a span, a metric, a log record and a log line with the same labels', async () => {
    const { lines } = await run({ ...variables, TELEWRIGHT_LOGS: 'send', TELEWRIGHT_LOG_LABELS: 'resource' });
    const span = receiver.spans.find(({ kind }) => kind === 'SERVER');
    const metric = receiver.metrics.find(({ name }) => name === 'http.server.request.duration');
    const record = receiver.logs.find(({ body }) => body === 'in the request');
    const line = lines.find(({ msg }) => msg === 'in the request');
    const resources = [span, metric, record].map((item) => item?.resource.attributes);
    expect([...resources, line].map(labelsOf)).toEqual([labels, labels, labels, labels]);
    // The line carries the whole contract as the resource has it, the record no second copy of it.
    expect(line).toMatchObject({ user: '42', trace_id: span?.traceId, 'service.instance.id': resources[0]?.['service.instance.id'] });
    expect(record?.attributes).toEqual({ user: '42' });
    expect(record?.traceId).toBe(span?.traceId);
  });
});

describe('log lines', () => {
  it('carry the labels that are named, outside of a request too, and none without being asked', async () => {
    const { lines } = await run({ ...variables, TELEWRIGHT_LOG_LABELS: 'team,costCenter' });
    const chosen = { 'finops.team.name': 'platform', 'service.instance.cost_center.id': 'CC-1042' };
    expect(lines.map(labelsOf)).toEqual([chosen, chosen]);
    expect((await run(variables)).lines.map(labelsOf)).toEqual([{}, {}]);
  });
});

describe('a policy', () => {
  const policy = {
    required: { production: ['owner', 'criticality'] },
    allowed: { team: ['core', 'web'] },
    patterns: { costCenter: 'CC-\\d{4}' },
  };
  const given = { OTEL_SERVICE_NAME: 'checkout', FINOPS_ENVIRONMENT: 'prod', FINOPS_TEAM: 'platform', FINOPS_COST_CENTER_ID: '1042' };
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'telewright-policy-'));
    writeFileSync(join(folder, 'policy.json'), JSON.stringify(policy));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('in a file holds for a preloaded service: one warning line, the rest of the labels sent, the gauge for what is missing', async () => {
    const { code, stderr } = await run({ ...given, FINOPS_POLICY_FILE: join(folder, 'policy.json') }, 'span.mjs');
    expect([code, stderr.split('\n').filter((line) => line.includes('WARN'))]).toEqual([
      0,
      [
        "[telewright] WARN 4 resource labels need attention: service.instance.cost_center.id from FINOPS_COST_CENTER_ID: got '1042', expected a match of CC-\\d{4} (left out); finops.team.name from FINOPS_TEAM: got 'platform', expected one of core, web (left out); finops.owner.name is missing (set FINOPS_OWNER, the pod label owner or owner in code); service.criticality is missing (set FINOPS_CRITICALITY, the pod label criticality or criticality in code)",
      ],
    ]);
    expect(labelsOf(receiver.spans[0]?.resource.attributes)).toEqual({
      'service.name': 'checkout',
      'deployment.environment.name': 'production',
    });
    const gauge = receiver.metrics.find(({ name }) => name === 'finops.label.missing');
    expect(gauge?.points.map(({ attributes }) => attributes['finops.label.key']).sort()).toEqual([
      'finops.owner.name',
      'finops.team.name',
      'service.criticality',
      'service.instance.cost_center.id',
    ]);
  });

  it('refuses the start in strict mode, with every finding and how to mend it', async () => {
    const environment = {
      ...given,
      TELEWRIGHT_STRICT: 'true',
      FINOPS_POLICY_FILE: join(folder, 'policy.json'),
      OTEL_BSP_SCHEDULE_DELAY: 'soon',
    };
    const { code, stdout, stderr } = await run(environment, 'span.mjs');
    expect([code, stdout, receiver.requests]).toEqual([1, '', []]);
    expect(stderr.split('\n')).toEqual([
      '[telewright] ERROR telemetry was not started, because strict mode is on:',
      'OTEL_BSP_SCHEDULE_DELAY: expected a whole number from 0 to 2147483647, got "soon"; correct or unset it',
      'Strict mode refuses to start, because resource labels need attention:',
      "  - service.instance.cost_center.id from FINOPS_COST_CENTER_ID: expected a match of CC-\\d{4}, got '1042'. To mend it: set FINOPS_COST_CENTER_ID to a match of CC-\\d{4}.",
      "  - finops.team.name from FINOPS_TEAM: expected one of core, web, got 'platform'. To mend it: set FINOPS_TEAM to one of core, web.",
      '  - finops.owner.name: expected lower-case letters, digits, - and _ (at most 63, first and last a letter or digit), got nothing. To mend it: set FINOPS_OWNER, the pod label owner or owner in code.',
      '  - service.criticality: expected critical, high, medium or low, got nothing. To mend it: set FINOPS_CRITICALITY, the pod label criticality or criticality in code.',
      '',
    ]);
  });
});

describe('the baggage of a request', () => {
  const tenantsIn = (name: string): unknown =>
    receiver.metrics
      .find((metric) => metric.name === name)
      ?.points.map(({ attributes }) => attributes['tenant.id'])
      .sort();
  const tenants = ['acme', 'globex', 'initech'];

  it('becomes attributes of spans and log records as far as it is listed, and of metrics only if listed there', async () => {
    await run({ TELEWRIGHT_LOGS: 'send', TELEWRIGHT_BAGGAGE_ATTRIBUTES: 'tenant.id' }, 'baggage.mjs');
    const servers = receiver.spans.filter(({ kind }) => kind === 'SERVER');
    expect(servers.map(({ attributes }) => attributes['tenant.id']).sort()).toEqual(tenants);
    expect(
      receiver.logs.map(({ attributes }) => attributes).sort((a, b) => String(a['tenant.id']).localeCompare(String(b['tenant.id']))),
    ).toEqual(tenants.map((tenant) => ({ 'tenant.id': tenant })));
    expect(tenantsIn('http.server.request.duration')).toEqual([undefined]);
    expect(inspect([receiver.spans, receiver.logs, receiver.metrics], { depth: null })).not.toContain('secret');
  });

  it('splits metrics by a listed key, within the bound', async () => {
    const environment = { TELEWRIGHT_BAGGAGE_METRIC_ATTRIBUTES: 'tenant.id', TELEWRIGHT_BAGGAGE_METRIC_VALUES: '2' };
    const { stderr } = await run(environment, 'baggage.mjs');
    const bounded = ['_OTHER', 'acme', 'globex'];
    expect([tenantsIn('http.server.request.duration'), tenantsIn('orders')]).toEqual([bounded, bounded]);
    expect(receiver.spans.filter(({ attributes }) => 'tenant.id' in attributes)).toEqual([]);
    expect(stderr).toContain('the baggage key tenant.id has more than 2 values in metrics');
  });
});

describe('the metadata service of a cloud', () => {
  const document = JSON.stringify({ instanceId: 'i-0abc', region: 'eu-north-1', accountId: '123456789012' });
  let asked: string[];
  let answer: (() => void)[];
  let server: Server;
  const metadata = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeEach(async () => {
    [asked, answer] = [[], []];
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      if (request.method === 'PUT') response.end('token');
      else answer.push(() => response.end(document));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => server.close());

  it('delays no start, is not traced, and what it tells is on every batch, the first one too', async () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_NODE_RESOURCE_DETECTORS: 'all,aws',
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata(),
      OTEL_BSP_SCHEDULE_DELAY: '10',
      OTEL_BLRP_SCHEDULE_DELAY: '10',
      OTEL_METRIC_EXPORT_INTERVAL: '10',
    };
    const app = runApp(['--require', '@telewright/node/register', 'signals-idle.mjs'], environment);
    await app.said(/ready/);
    expect(receiver.requests).toEqual([]);
    while (answer.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    answer[0]?.();
    await receiver.waitFor(({ spans, metrics, logs }) => spans.length > 0 && metrics.length > 0 && logs.length > 0);
    app.kill('SIGTERM');
    await app.ended;
    const resources = [receiver.spans, receiver.metrics, receiver.logs].flat().map(({ resource }) => resource.attributes);
    expect(resources[0]).toMatchObject({
      'cloud.provider': 'aws',
      'cloud.region': 'eu-north-1',
      'cloud.account.id': '123456789012',
      'host.id': 'i-0abc',
      'finops.grid.zone': 'SE',
    });
    expect(new Set(resources.map((attributes) => JSON.stringify(attributes))).size).toBe(1);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['work']);
  });
});
