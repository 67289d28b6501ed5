// Records one span, one metric of each kind and one log record, and ends as ENDING says; RUN tells the runs of a service apart.
const cluster = require('node:cluster');
const { createServer, get } = require('node:http');
const { logs, metrics, trace } = require('@opentelemetry/api');

const { ENDING, RUN } = process.env;
const attributes = { run: RUN };
const span = (name) => trace.getTracer('app').startSpan(name, { attributes }).end();
const record = () => {
  span('work');
  metrics.getMeter('app').createCounter('jobs').add(1, attributes);
  let asked = 0;
  metrics
    .getMeter('app')
    .createObservableGauge('asked')
    .addCallback((result) => result.observe(++asked > 0 ? 42 : 0, attributes));
  logs.getLogger('app').emit({ body: 'hello', attributes });
};
const stay = () => {
  const timer = setInterval(() => undefined, 1_000);
  console.log('ready');
  return timer;
};
const own = (signal) => {
  let timer;
  process.once(signal, () => {
    console.log('stopping');
    span('cleanup');
    setTimeout(() => clearInterval(timer), 20);
    process.exitCode = 4;
  });
  timer = stay();
};

const endings = {
  nothing: () => undefined,
  stay,
  'own SIGTERM': () => own('SIGTERM'),
  'own SIGINT': () => own('SIGINT'),
  'own SIGHUP': () => own('SIGHUP'),
  'exit in a request'() {
    const server = createServer(() => process.exit(3)).listen(0, () => get({ port: server.address().port }));
  },
  'exit soon': () => setTimeout(() => process.exit(0), 3),
  exception() {
    setTimeout(() => {
      throw new Error('boom');
    });
  },
  rejection: () => void Promise.reject(new Error('boom')),
  'rejection of a value': () => void Promise.reject({ boom: true }),
  'worker exits': () => process.exit(7),
  'worker fails'() {
    throw new Error('boom');
  },
  'worker is stopped': () => {
    stay();
    process.send('ready');
  },
};

if (ENDING.startsWith('worker') && cluster.isPrimary) {
  const worker = cluster.fork();
  worker.on('message', () => worker.process.kill('SIGTERM'));
  worker.on('exit', (code, signal) => console.log('worker', code, signal));
} else {
  record();
  endings[ENDING]();
}
