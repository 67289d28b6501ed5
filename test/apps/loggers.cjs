const { logs: olderLogs } = require('installed-api-logs');
const { trace } = require('@opentelemetry/api');
const { bunyanStream, log4jsAppender, log4jsLayout, traceFields, winstonFormat, winstonTransport } = require('@telewright/logs');
const log4js = require('log4js');
const pino = require('pino');
const winston = require('winston');

const bunyan = require(process.env.BUNYAN);
const error = new RangeError('too far');
const secret = { password: 'hunter2' };

const pinoLogger = pino({ name: 'with-pino' });
const winstonLogger = winston.createLogger({
  format: winston.format.combine(
    winston.format.errors({ stack: true }),
    winston.format.timestamp(),
    winstonFormat(),
    winston.format.json(),
  ),
  transports: [new winston.transports.Console(), winstonTransport({ scope: 'with-winston' })],
});
const bunyanLogger = bunyan.createLogger({
  name: 'with-bunyan',
  streams: [bunyanStream({ destination: process.stdout, sending: true })],
  serializers: bunyan.stdSerializers,
});
log4js.addLayout('telewright', log4jsLayout());
log4js.configure({
  appenders: { out: { type: 'stdout', layout: { type: 'telewright' } }, otel: { type: log4jsAppender() } },
  categories: { default: { appenders: ['out', 'otel'], level: 'info' } },
});
const log4jsLogger = log4js.getLogger('with-log4js');

trace.getTracer('app').startActiveSpan('work', (span) => {
  pinoLogger.warn({ ...secret, err: error, order: { id: 7 } }, 'by pino');
  winstonLogger.warn('by winston', { ...secret, order: { id: 7 } });
  winstonLogger.error(error);
  winstonLogger.debug('below the level');
  bunyanLogger.warn({ ...secret, err: error, order: { id: 7 } }, 'by bunyan');
  bunyanLogger.debug('below the level');
  log4jsLogger.addContext('order', { id: 7 });
  log4jsLogger.addContext('password', 'hunter2');
  log4jsLogger.warn('by log4js', error);
  log4jsLogger.debug('below the level');
  console.warn('by %s', 'console', secret);
  console.log('{"msg":"json by console","password":"hunter2"}');
  olderLogs.getLogger('with-api-logs').emit({ body: 'by api-logs', severityNumber: 13, attributes: secret });
  process.stdout.write(`${JSON.stringify({ msg: 'by another', ...traceFields() })}\n`);
  span.end();
});
log4js.shutdown();
