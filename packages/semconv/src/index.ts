export { createInstrument, type InstrumentKind, type InstrumentOf, type MetricDefinition, metricOptions } from './metric-definition.js';
