import { lookup } from 'node:dns';
import { lookup as lookupAsync } from 'node:dns/promises';
import { describe, expect, it } from 'vitest';
import { listenToDns } from '../src/dns.js';
import { listening, startTelemetry } from './telemetry.js';

describe('lookups of node:dns', () => {
  it('are measured by name, and make no spans', async () => {
    const telemetry = startTelemetry();
    listening(listenToDns());
    await lookupAsync('localhost');
    await new Promise((resolve) => lookup('localhost', resolve));
    const count = async () => (await telemetry.histogram('dns.lookup.duration'))?.dataPoints[0]?.value.count;
    await expect.poll(count).toBe(2);
    const metric = await telemetry.histogram('dns.lookup.duration');
    expect(metric?.descriptor.unit).toBe('s');
    expect(metric?.dataPoints.map(({ attributes }) => attributes)).toEqual([{ 'dns.question.name': 'localhost' }]);
    expect(metric?.dataPoints[0]?.value.sum).toBeLessThan(60);
    expect(telemetry.started()).toBe(0);
    expect(telemetry.problems).toEqual([]);
  });

  it('are not measured any more after the end', async () => {
    const telemetry = startTelemetry();
    listenToDns()();
    await lookupAsync('localhost');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await telemetry.histogram('dns.lookup.duration')).toBeUndefined();
  });
});
