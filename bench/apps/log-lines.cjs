// Writes lines in spans, one after another and in short bursts, and tells the CPU time that one took, of all threads and until all are sent.
const { trace } = require('@opentelemetry/api');
const pino = require('pino');

const lines = Number(process.env.LINES);
const burst = 200;
const target = process.env.TRANSPORT;
/** A file, or the number of a descriptor. */
const destination = process.env.DESTINATION === undefined ? '/dev/null' : Number(process.env.DESTINATION);
/** How much longer each line is made. */
const padding = Number(process.env.PADDING ?? 0);
const field = ',"padding":""';
const more = padding > 0 ? { padding: 'x'.repeat(padding - field.length) } : {};
const options = { base: { pid: process.pid, hostname: 'bench', ...more } };
/** As long a queue as the others have, by the only way it takes one. */
const queue = { maxQueueSize: 200_000, maxExportBatchSize: 4_096, scheduledDelayMillis: 100 };
const transportOptions = { logRecordProcessorOptions: { recordProcessorType: 'batch', processorConfig: queue } };
const log = target
  ? pino(
      options,
      pino.transport({
        targets: [
          { target, options: transportOptions },
          { target: 'pino/file', options: { destination } },
        ],
      }),
    )
  : pino(options, pino.destination({ dest: destination, sync: true }));
const tracer = trace.getTracer('bench');
const fields = { reqId: 'req-42', route: '/orders/:id', order: { id: 7, items: 3 }, durationMillis: 12.5 };

function write(count) {
  tracer.startActiveSpan('work', (span) => {
    for (let line = 0; line < count; line++) log.info(fields, 'order placed');
    span.end();
  });
}

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

async function writeAll(count) {
  for (let written = 0; written < count; written += burst) {
    write(burst);
    await pause(1);
  }
  // Whatever sends does so every 100 ms, but a thread may be far behind.
  for (let waits = 0, used = Infinity; waits < 30 && used > 20_000; waits++) {
    const before = cpuMicros();
    await pause(600);
    used = cpuMicros() - before;
  }
}

function cpuMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function main() {
  await writeAll(lines / 4);
  const before = cpuMicros();
  await writeAll(lines);
  process.stdout.write(`${JSON.stringify({ micros: (cpuMicros() - before) / lines })}\n`);
  process.exit(0);
}

main();
