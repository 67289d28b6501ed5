import type { AttributeTypes } from './attribute-types.js';
import type { MetricDefinition } from './metric-definition.js';

// The conventions have no names for jobs that a service runs by itself, so these stand under our own prefix.

/** Name of the attribute for what is run, of low cardinality, such as `invoice reminder`. */
export const ATTR_TELEWRIGHT_JOB_NAME = 'telewright.job.name';
/** Name of the attribute for what identifies this run or the job in its queue, a string. */
export const ATTR_TELEWRIGHT_JOB_ID = 'telewright.job.id';
/** Name of the attribute for the number of the attempt, 1 for the first. */
export const ATTR_TELEWRIGHT_JOB_ATTEMPT = 'telewright.job.attempt';
/** Name of the attribute for what made the job run: `schedule`, `queue` or `manual`. */
export const ATTR_TELEWRIGHT_JOB_TRIGGER = 'telewright.job.trigger';

/** The attributes of the duration of jobs. */
export type JobDurationAttributes = Pick<AttributeTypes, 'telewright.job.name'> &
  Partial<Pick<AttributeTypes, 'error.type' | 'telewright.job.trigger'>>;

/** Duration of jobs, in seconds. Jobs take from tens of milliseconds to hours. */
export const TELEWRIGHT_JOB_DURATION: MetricDefinition<'histogram', JobDurationAttributes> = {
  name: 'telewright.job.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of jobs.',
  boundaries: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 10800],
};
