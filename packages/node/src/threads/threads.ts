/** What only processes with worker threads need: a file of the package of its own, which is loaded in a worker, and with the first one. */
export { createLifeline } from './lifeline.js';
export { Rescue } from './rescue.js';
