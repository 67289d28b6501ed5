/** What the file of the run-time gives: the public names, and what `@telewright/node/sdk-node` passes on. Their types are those of `index.ts`. */
export { nodeSdkConfiguration } from './node-sdk.js';
export { runningTelemetry, start } from './start.js';
