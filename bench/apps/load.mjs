// Keeps connections busy for some seconds and prints how many requests were answered, and the 99th percentile of their latency.
import { connect } from 'node:net';

const [port, path, connections, seconds] = process.argv.slice(2);
const request = `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
const micros = [];
let errors = 0;
let running = true;
const begin = performance.now();

/** Gives the length of the first whole response in a text, or 0. */
function responseLength(text) {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length) ? head + 4 + Number(length) : 0;
  const last = text.indexOf('0\r\n\r\n', head + 4);
  return last < 0 ? 0 : last + 5;
}

function keepBusy() {
  const socket = connect({ port: Number(port), host: '127.0.0.1', noDelay: true });
  let sent = 0;
  let received = '';
  const send = () => {
    sent = performance.now();
    socket.write(request);
  };
  socket.setEncoding('latin1');
  socket.on('connect', send);
  socket.on('data', (text) => {
    received += text;
    const length = responseLength(received);
    if (length === 0) return;
    if (!received.startsWith('HTTP/1.1 200')) errors++;
    received = received.slice(length);
    micros.push((performance.now() - sent) * 1000);
    if (running) send();
    else socket.destroy();
  });
  socket.on('error', () => errors++);
}

for (let index = 0; index < Number(connections); index++) keepBusy();
setTimeout(() => {
  running = false;
  const took = (performance.now() - begin) / 1000;
  const requests = micros.length;
  setTimeout(() => {
    micros.sort((one, other) => one - other);
    const p99Millis = (micros[Math.floor(micros.length * 0.99)] ?? 0) / 1000;
    console.log(JSON.stringify({ requests: micros.length, perSecond: requests / took, p99Millis, errors }));
    process.exit();
  }, 500);
}, Number(seconds) * 1000);
