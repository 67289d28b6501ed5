// The configuration is made in the run-time, which this package has once.
const { nodeSdkConfiguration } = require('@telewright/node') as typeof import('./run-time.js');

module.exports = { nodeSdkConfiguration };
