import { metrics } from '@opentelemetry/api';
import { createInstrument, type MetricDefinition } from '@telewright/semconv';

/** The proxy's own metrics, beside those of its HTTP requests. */
export const definitions = {
  webhooks: {
    name: 'proxy.webhook.requests',
    instrument: 'counter',
    unit: '{request}',
    description: 'Webhook requests by event and outcome.',
  },
  syncs: {
    name: 'proxy.gitops.sync.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'Duration of GitOps syncs by outcome.',
    boundaries: [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300],
  },
  synthetic: {
    name: 'proxy.synthetic.latency',
    instrument: 'histogram',
    unit: 's',
    description: 'Simulated latency of synthetic requests by region, device and network.',
    boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5],
  },
  healthChecks: {
    name: 'proxy.health.dependency.checks',
    instrument: 'counter',
    unit: '{check}',
    description: 'Checks of the outbound dependency by outcome.',
  },
} as const satisfies Record<string, MetricDefinition>;

const meter = metrics.getMeter('proxy');

export const webhookRequests = createInstrument(meter, definitions.webhooks);
export const syncDuration = createInstrument(meter, definitions.syncs);
export const syntheticLatency = createInstrument(meter, definitions.synthetic);
export const healthChecks = createInstrument(meter, definitions.healthChecks);
