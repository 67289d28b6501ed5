import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts.

/** The `hw.id` attribute. */
export const ATTR_HW_ID = 'hw.id';
/** The `hw.name` attribute. */
export const ATTR_HW_NAME = 'hw.name';
/** The `hw.type` attribute. */
export const ATTR_HW_TYPE = 'hw.type';
/** The `hw.sensor_location` attribute. */
export const ATTR_HW_SENSOR_LOCATION = 'hw.sensor_location';

/** Defines `hw.temperature`. */
export const HW_TEMPERATURE: MetricDefinition<'gauge'> = {
  name: 'hw.temperature',
  instrument: 'gauge',
  unit: 'Cel',
  description: 'Temperature in degrees Celsius.',
};
/** Defines `hw.energy`. */
export const HW_ENERGY: MetricDefinition<'counter'> = {
  name: 'hw.energy',
  instrument: 'counter',
  unit: 'J',
  description: 'Energy consumed by the component.',
};
/** Defines `hw.host.energy`. */
export const HW_HOST_ENERGY: MetricDefinition<'counter'> = {
  name: 'hw.host.energy',
  instrument: 'counter',
  unit: 'J',
  description: 'Energy consumed by the whole physical host.',
};
/** Defines `hw.battery.charge`. */
export const HW_BATTERY_CHARGE: MetricDefinition<'gauge'> = {
  name: 'hw.battery.charge',
  instrument: 'gauge',
  unit: '1',
  description: 'Remaining fraction of battery charge.',
};
