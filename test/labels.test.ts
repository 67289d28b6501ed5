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
