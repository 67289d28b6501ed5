import { setTimeout as sleep } from 'node:timers/promises';
import { createHostReader, type HostMeasurement, type HostOptions, measureHost } from '@telewright/host-metrics';

/** Milliseconds between the two readings that utilizations are made of. */
const sampleMillis = 250;

/** Gives, as a table, what one export would send, and what this machine has not. */
export async function selfCheck(options: HostOptions): Promise<string> {
  const read = createHostReader(options);
  const before = read();
  await sleep(sampleMillis);
  const current = read();
  const rows = measureHost(current, before, {}).map(row);
  const missing = current.unavailable.map(({ group, reason }) => `${group}: ${reason}`);
  return [
    `${rows.length} values of ${new Set(rows.map(({ name }) => name)).size} metrics would be sent`,
    ...rows.map(({ name, unit, attributes, value }) => `${name.padEnd(38)} ${value.padStart(20)} ${unit.padEnd(16)} ${attributes}`),
    ...(missing.length > 0 ? ['', 'Not available on this machine:', ...missing.map((line) => `  ${line}`)] : []),
    '',
  ].join('\n');
}

function row({ metric, value, attributes }: HostMeasurement): { name: string; unit: string; value: string; attributes: string } {
  const pairs = Object.entries(attributes).map(([key, entry]) => `${key}=${entry}`);
  return {
    name: metric.name,
    unit: metric.unit,
    value: Number.isInteger(value) ? String(value) : value.toFixed(6),
    attributes: pairs.join(' '),
  };
}
