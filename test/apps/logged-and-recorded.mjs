import { createRequire } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { bunyanStream, log4jsAppender, winstonFormat, winstonTransport } from '@telewright/logs';
import log4js from 'log4js';
import pino from 'pino';
import winston from 'winston';

const bunyan = createRequire(import.meta.url)(process.env.BUNYAN);
const { errors, json, combine } = winston.format;
const winstonLogger = (...formats) =>
  winston.createLogger({ format: combine(...formats, winstonFormat(), json()), transports: [winstonTransport()] });
const withErrors = winstonLogger(errors({ stack: true }));
const withoutErrors = winstonLogger();
const silent = { write: () => undefined };
const pinoLogger = pino(silent);
const nested = pino({ nestedKey: 'payload', errorKey: 'problem' }, silent);
const bunyanLogger = bunyan.createLogger({ name: 'bunyan', streams: [bunyanStream()], serializers: bunyan.stdSerializers });
log4js.configure({
  appenders: { otel: { type: log4jsAppender() } },
  categories: { default: { appenders: ['otel'], level: 'info' } },
});

const loggers = {
  pino: (error) => pinoLogger.error({ err: error }, 'pino'),
  'pino, the error alone': (error) => pinoLogger.error(error),
  'pino, under a nested key': (error) => nested.error({ problem: error }, 'nested'),
  winston: (error) => withErrors.error('winston', error),
  'winston, the error alone': (error) => withErrors.error(error),
  'winston, the error alone, without a format for errors': (error) => withoutErrors.error(error),
  bunyan: (error) => bunyanLogger.error({ err: error }, 'bunyan'),
  log4js: (error) => log4js.getLogger('log4js').error('log4js', error),
  console: (error) => console.error('console', error),
};

const tracer = trace.getTracer('app');
const inSpan = (name, work) =>
  tracer.startActiveSpan(name, (span) => {
    work(span);
    span.end();
  });
for (const [name, log] of Object.entries(loggers)) {
  const told = (order) => new RangeError(`${name}, ${order}, secret=hunter2`);
  inSpan(`${name}, logged first`, (span) => {
    const error = told('logged first');
    log(error);
    span.recordException(error);
  });
  inSpan(`${name}, recorded first`, (span) => {
    const error = told('recorded first');
    span.recordException(error);
    log(error);
  });
}

inSpan('bubbles up', (outer) => {
  const error = new TypeError('bubbled');
  const inner = tracer.startSpan('inner', {}, trace.setSpan(context.active(), outer));
  inner.recordException(error);
  inner.end();
  outer.recordException(error);
});
inSpan('is wrapped', (span) => {
  const cause = new TypeError('cause');
  span.recordException(cause);
  pinoLogger.error({ err: new Error('wrapper', { cause }) }, 'wrapped');
});
inSpan('is logged twice', () => {
  const error = new TypeError('again');
  pinoLogger.warn({ err: error }, 'once');
  pinoLogger.error({ err: error }, 'twice');
});
inSpan('fails alike again', (span) => {
  for (let attempt = 0; attempt < 2; attempt++) {
    const error = new TypeError('alike');
    span.recordException(error);
    withErrors.error(error);
  }
});
inSpan('is no error', (span) => {
  span.recordException('token=hunter2 was refused');
  span.recordException('token=hunter2 was refused');
});
pinoLogger.error({ err: new TypeError('outside') }, 'outside of a span');
log4js.shutdown();
