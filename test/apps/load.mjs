// Ends RATE spans and writes RATE log lines a second for SECONDS, each with its number, and says every second how it fares; then it stays.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { trace } from '@opentelemetry/api';
import pino from 'pino';

const rate = Number(process.env.RATE);
const seconds = Number(process.env.SECONDS);
const run = process.env.RUN ?? '';
const logger = pino({}, { write: () => undefined });
const tracer = trace.getTracer('load');
const delay = monitorEventLoopDelay({ resolution: 5 });
let number = 0;

const record = () => {
  const attributes = { n: number, run, 'http.request.method': 'GET', 'url.path': '/orders/list', 'http.response.status_code': 200 };
  tracer.startSpan('GET /orders/:list', { kind: 1, attributes }).end();
  logger.info({ n: number, run, customer: 'c-1042' }, 'order listed');
  number++;
};

delay.enable();
const began = performance.now();
const timer = setInterval(() => {
  const elapsed = Math.min((performance.now() - began) / 1_000, seconds);
  while (number < elapsed * rate) record();
  if (elapsed < seconds) return;
  clearInterval(timer);
  console.log(`recorded ${number}`);
}, 5);
setInterval(() => {
  const { rss, heapUsed, external } = process.memoryUsage();
  const cpuMicros = process.cpuUsage().user + process.cpuUsage().system;
  console.log(
    JSON.stringify({ rss, heapUsed, external, cpuMicros, number, p99Millis: delay.percentile(99) / 1e6, maxMillis: delay.max / 1e6 }),
  );
  if (process.env.RESET_DELAY) delay.reset();
}, 1_000);
