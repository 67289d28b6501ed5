import type { Signal } from './settings.js';

/** The three signals, in the order in which they are named. */
export const signals: readonly Signal[] = ['traces', 'metrics', 'logs'];
