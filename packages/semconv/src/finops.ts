import type { MetricDefinition } from './metric-definition.js';

// Cost labels that the OpenTelemetry conventions have no name for; their naming rules ask for a prefix of our own.

/** Names the team that answers for the service. */
export const ATTR_FINOPS_TEAM_NAME = 'finops.team.name';
/** Names the group that owns the service; never a person. */
export const ATTR_FINOPS_OWNER_NAME = 'finops.owner.name';
/** Identifies the business unit or department. */
export const ATTR_FINOPS_BUSINESS_UNIT_ID = 'finops.business_unit.id';
/** Names the product or application that the service belongs to. */
export const ATTR_FINOPS_PRODUCT_NAME = 'finops.product.name';
/** Says how costs are shared: dedicated, shared or platform. */
export const ATTR_FINOPS_ALLOCATION_TYPE = 'finops.allocation.type';
/** Names the electricity grid: an ISO 3166 code or a grid zone, as in `DE` or `US-CAL-CISO`. */
export const ATTR_FINOPS_GRID_ZONE = 'finops.grid.zone';
/** Names the label that a measurement of labels is about. */
export const ATTR_FINOPS_LABEL_KEY = 'finops.label.key';

/** Counts the cost labels that a service should carry and does not, one series per missing label. */
export const METRIC_FINOPS_LABEL_MISSING: MetricDefinition<'gauge'> = {
  name: 'finops.label.missing',
  instrument: 'gauge',
  unit: '{label}',
  description: 'Cost labels that are missing on this service',
};
