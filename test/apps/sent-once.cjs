const { join } = require('node:path');
const { bunyanStream, winstonFormat, winstonTransport } = require('@telewright/logs');
const { OpenTelemetryTransportV3 } = require('@opentelemetry/winston-transport');
const winston = require('winston');
const bunyan = require('bunyan');
const pino = require('pino');
const olderPino = require('pino-9');

const target = require.resolve('pino-opentelemetry-transport');
const nowhere = { target: 'pino/file', options: { destination: join(__dirname, 'lines.log') } };
const { json, combine } = winston.format;
const winstonLogger = (...transports) => winston.createLogger({ format: combine(winstonFormat(), json()), transports });

pino({ transport: { target } }).info('pino, with a transport');
pino({ transport: { targets: [nowhere, { target }] } }).info('pino, with a transport among others');
pino({}, pino.multistream([{ stream: pino.transport({ target }) }])).info('pino, with a transport in a multistream');
olderPino({ transport: { target } }).info('pino 9, with a transport');
olderPino({ transport: { targets: [nowhere, { target }] } }).info('pino 9, with a transport among others');
pino().info('pino');
winstonLogger(new winston.transports.Console()).info('winston, by its instrumentation');
winstonLogger(winstonTransport()).info('winston, by its instrumentation and our transport');
bunyan.createLogger({ name: 'app' }).info('bunyan, by its instrumentation');
bunyan
  .createLogger({ name: 'app', streams: [bunyanStream({ destination: process.stdout })] })
  .info('bunyan, by its instrumentation, written by our stream');
// The transport without the instrumentation, which gives each logger one.
const plain = winstonLogger(winstonTransport());
if (!plain.transports.some((transport) => transport instanceof OpenTelemetryTransportV3)) plain.add(new OpenTelemetryTransportV3());
plain.info('winston, with two transports');
bunyan.createLogger({ name: 'app', streams: [bunyanStream({ sending: true })] }).info('bunyan, by its instrumentation and our stream');
