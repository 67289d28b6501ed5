// Takes what any of the measured SDKs sends and counts it, as cheaply as can be: GET /counts answers with the counts and sets them to 0.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { countDatadog, countEnvelope, countOtlp } from './count-items.mjs';

const fields = { traces: 'spans', logs: 'logs', metrics: 'points' };
const none = { spans: 0, logs: 0, points: 0, requests: 0 };
let counts = { ...none };

function count(url, body) {
  const signal = /\/v1\/(traces|logs|metrics)$/.exec(url)?.[1];
  if (signal) counts[fields[signal]] += countOtlp(body, signal);
  else if (url.startsWith('/v0.4/traces')) counts.spans += countDatadog(body);
  else if (url.includes('/envelope')) {
    const { spans, logs } = countEnvelope(body.toString());
    counts.spans += spans;
    counts.logs += logs;
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/counts') {
      response.end(JSON.stringify(counts));
      counts = { ...none };
      return;
    }
    counts.requests++;
    const raw = Buffer.concat(chunks);
    count(request.url, request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw);
    const isOtlp = request.url.startsWith('/v1/');
    response.setHeader('content-type', isOtlp ? 'application/x-protobuf' : 'application/json');
    response.end(isOtlp ? '' : '{}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
