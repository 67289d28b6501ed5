const { start } = require('@telewright/node');
const { PinoInstrumentation } = require('@opentelemetry/instrumentation-pino');

start({ instrumentations: [new PinoInstrumentation()] });
const pino = require('pino');

pino().info('pino');
pino().child({ a: 1 }).info('pino, a child');
pino({}, pino.multistream([{ stream: process.stdout }])).info('pino, with streams');
