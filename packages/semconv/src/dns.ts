import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** Name of the attribute for the name that is looked up. */
export const ATTR_DNS_QUESTION_NAME = 'dns.question.name';

/** Duration of DNS lookups. */
export const DNS_LOOKUP_DURATION: MetricDefinition<'histogram'> = {
  name: 'dns.lookup.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Measures the time taken to perform a DNS lookup.',
  boundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
};
