// Takes what any of the measured SDKs sends and counts it, as cheaply as can be: GET /counts answers with the counts and sets them to 0.
import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';

const signals = { traces: 'spans', logs: 'logs', metrics: 'points' };
let counts;
const reset = () => {
  counts = { spans: 0, logs: 0, points: 0, requests: 0 };
};
reset();

/** Calls back with the begin and end of each length-delimited field of this number in a protobuf message. */
function eachField(bytes, begin, end, wanted, callback) {
  let position = begin;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[position++];
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  };
  while (position < end) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 1) position += 8;
    else if (wire === 5) position += 4;
    else {
      const length = varint();
      if (tag >>> 3 === wanted) callback(position, position + length);
      position += length;
    }
  }
}

/** Counts spans or log records of an OTLP request, or the data points of its metrics. */
function countItems(bytes, signal) {
  let items = 0;
  eachField(bytes, 0, bytes.length, 1, (resource, resourceEnd) =>
    eachField(bytes, resource, resourceEnd, 2, (scope, scopeEnd) =>
      eachField(bytes, scope, scopeEnd, 2, (item, itemEnd) => {
        if (signal !== 'metrics') items++;
        // Gauge, sum, histogram and exponential histogram have their points in field 1.
        else for (const data of [5, 7, 9, 10]) eachField(bytes, item, itemEnd, data, (a, b) => eachField(bytes, a, b, 1, () => items++));
      }),
    ),
  );
  return items;
}

/** Counts the spans and log records of a Sentry envelope, by the headers of its items. */
function countEnvelope(text) {
  for (const line of text.split('\n')) {
    const [, type, items] = /^\{"type":"(span|log)","item_count":(\d+)/.exec(line) ?? [];
    if (type) counts[type === 'span' ? 'spans' : 'logs'] += Number(items);
  }
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/counts') {
      response.end(JSON.stringify(counts));
      reset();
      return;
    }
    counts.requests++;
    const raw = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const signal = /\/v1\/(traces|logs|metrics)$/.exec(request.url)?.[1];
    if (signal) counts[signals[signal]] += countItems(body, signal);
    else if (request.url.includes('/envelope')) countEnvelope(body.toString());
    // A Datadog agent is told how many traces a request has; our services have one of these per request.
    else counts.spans += Number(request.headers['x-datadog-trace-count'] ?? 0);
    response.setHeader('content-type', signal ? 'application/x-protobuf' : 'application/json');
    response.end(signal ? '' : '{}');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
