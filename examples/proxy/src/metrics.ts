import type { Meter } from '@opentelemetry/api';
import { createInstrument, type InstrumentOf, type MetricDefinition } from '@telewright/semconv';

/** The bucket boundaries that the HTTP conventions advise, in seconds. */
const requestBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Every metric of this service. The HTTP metrics are not among them: the SDK records those. */
export const metricDefinitions = {
  healthCheckDuration: {
    name: 'proxy.health.check.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'Time until the dependency of the health check answered or was given up.',
    boundaries: requestBoundaries,
  },
  webhookReceived: {
    name: 'proxy.webhook.received',
    instrument: 'counter',
    unit: '{event}',
    description: 'Webhook deliveries, by event and by what was decided on them.',
  },
  syncActive: {
    name: 'proxy.gitops.sync.active',
    instrument: 'updowncounter',
    unit: '{sync}',
    description: 'Sync commands that are running.',
  },
  syncDuration: {
    name: 'proxy.gitops.sync.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'Duration of sync commands, by repository and result.',
    boundaries: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
  },
  syntheticRequestDuration: {
    name: 'proxy.synthetic.request.duration',
    instrument: 'histogram',
    unit: 's',
    description: 'Duration of simulated user actions, with the simulated latency of their network.',
    boundaries: requestBoundaries,
  },
  forwardFailed: {
    name: 'proxy.forward.failed',
    instrument: 'counter',
    unit: '{request}',
    description: 'Forwarded requests that the upstream did not answer, by kind of error.',
  },
} as const satisfies Record<string, MetricDefinition>;

type Definitions = typeof metricDefinitions;

/** The instruments of this service, named as in `metricDefinitions`. */
export type Metrics = { readonly [Name in keyof Definitions]: InstrumentOf<Definitions[Name]['instrument']> };

/** Creates the instruments. To be called after the SDK has been registered: the metrics API has no late binding. */
export function createMetrics(meter: Meter): Metrics {
  return {
    healthCheckDuration: createInstrument<'histogram'>(meter, metricDefinitions.healthCheckDuration),
    webhookReceived: createInstrument<'counter'>(meter, metricDefinitions.webhookReceived),
    syncActive: createInstrument<'updowncounter'>(meter, metricDefinitions.syncActive),
    syncDuration: createInstrument<'histogram'>(meter, metricDefinitions.syncDuration),
    syntheticRequestDuration: createInstrument<'histogram'>(meter, metricDefinitions.syntheticRequestDuration),
    forwardFailed: createInstrument<'counter'>(meter, metricDefinitions.forwardFailed),
  };
}
