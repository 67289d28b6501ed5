// Keeps connections busy for some seconds and prints how many requests were answered, and the 99th percentile of their latency.
//
// It never sleeps while it runs. Where it is faster than the service it would wait for each answer, and the service would have to wake its
// idle core with each write: up to 17 us of CPU per request on a virtual machine, which a slow variant pays and a fast one does not.
import { connect } from 'node:net';

const [port, path, connections, seconds] = process.argv.slice(2);
const request = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
const bucketMicros = 10;
/** How many answers took how long; the last bucket has what took a second or more. */
const latencies = new Uint32Array(1_000_000 / bucketMicros + 1);
let answers = 0;
let errors = 0;
let running = true;
/** The length of a whole answer, once the first has come: all are alike. */
let usualLength = 0;
const open = new Set();
const begin = performance.now();

/** Gives the length of the first whole answer in a text, or 0. */
function answerLength(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : 0;
  const last = text.indexOf('0\r\n\r\n', head + 4);
  return last < 0 ? 0 : last + 5;
}

function keepBusy() {
  let sent = 0;
  let received = '';
  const send = () => {
    sent = performance.now();
    socket.write(request, 'latin1');
  };
  const answered = (isOk) => {
    if (!isOk) errors++;
    answers++;
    latencies[Math.min(latencies.length - 1, Math.floor(((performance.now() - sent) * 1_000) / bucketMicros))]++;
    if (running) send();
    else close();
  };
  const callback = (length, bytes) => {
    // "HTTP/1.1 200": the fast way, without a text.
    if (received === '' && length === usualLength) return answered(bytes[9] === 0x32 && bytes[10] === 0x30 && bytes[11] === 0x30);
    received += bytes.latin1Slice(0, length);
    const whole = answerLength(received);
    if (whole === 0) return;
    usualLength = whole;
    const isOk = received.startsWith('HTTP/1.1 200');
    received = received.slice(whole);
    answered(isOk);
  };
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true, onread: { buffer: Buffer.alloc(65_536), callback } });
  const close = () => {
    open.delete(socket);
    socket.destroy();
    if (open.size === 0) report();
  };
  open.add(socket);
  socket.on('connect', send);
  socket.on('error', () => {
    errors++;
    close();
  });
}

let perSecond = 0;

function report() {
  let rest = answers * 0.01;
  let bucket = latencies.length;
  while (rest > 0) rest -= latencies[--bucket];
  console.log(JSON.stringify({ requests: answers, perSecond, p99Millis: (bucket * bucketMicros) / 1_000, errors }));
  process.exit();
}

function spin() {
  if (running) setImmediate(spin);
}

for (let index = 0; index < Number(connections); index++) keepBusy();
spin();
setTimeout(() => {
  running = false;
  perSecond = (answers / (performance.now() - begin)) * 1_000;
  // What is under way is waited for, but not for ever.
  setTimeout(report, 2_000);
}, Number(seconds) * 1_000);
