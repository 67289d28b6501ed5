// OpenTelemetry's NodeSDK with the instrumentations that the service needs, as its documentation wires it by hand; ES modules are hooked last,
// in the thread of the app, which is quicker than the documented loader.
const { NodeSDK } = require('@opentelemetry/sdk-node');

const wanted = (process.env.HAND_WIRED ?? 'http,express,pino').split(',');
const makers = {
  http: () => new (require('@opentelemetry/instrumentation-http').HttpInstrumentation)(),
  express: () => new (require('@opentelemetry/instrumentation-express').ExpressInstrumentation)(),
  pino: () => new (require('@opentelemetry/instrumentation-pino').PinoInstrumentation)(),
};
new NodeSDK({ instrumentations: wanted.map((name) => makers[name]()) }).start();

if (process.argv[1]?.endsWith('.mjs')) {
  require('node:http');
  require('node:https');
  require('node:module').syncBuiltinESMExports();
  const { register } = require('import-in-the-middle/register-hooks.mjs');
  register();
}
