// Records values with three attributes, as an app does, and prints the CPU time of one in each round.
import { metrics } from '@opentelemetry/api';

const [rounds, records] = process.argv.slice(2).map(Number);
const histogram = metrics.getMeter('bench').createHistogram('bench.duration', { unit: 's' });
const micros = [];
for (let round = -1; round < rounds; round++) {
  const before = process.cpuUsage();
  for (let index = 0; index < records; index++) {
    histogram.record(index / records, { 'http.request.method': 'GET', 'url.scheme': 'https', 'http.response.status_code': 200 });
  }
  const { user, system } = process.cpuUsage(before);
  if (round >= 0) micros.push((user + system) / records);
  // The event loop turns, as in a service.
  await new Promise(setImmediate);
}
console.log(JSON.stringify(micros));
