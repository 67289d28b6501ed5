// OpenTelemetry's NodeSDK with the three instrumentations that the service needs, as its documentation wires it by hand.
const { NodeSDK } = require('@opentelemetry/sdk-node');
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { ExpressInstrumentation } = require('@opentelemetry/instrumentation-express');
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino');

new NodeSDK({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation(), new PinoInstrumentation()] }).start();
