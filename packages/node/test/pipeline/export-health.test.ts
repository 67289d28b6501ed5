import { DiagLogLevel, diag } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExportHealth, type ExportHealth } from '../../src/pipeline/export-health.js';

let said: string[];
let health: ExportHealth;
const failure = { reason: 'connection', retryable: true, message: 'no connection' } as const;

beforeEach(() => {
  said = [];
  const say = (text: string): void => void said.push(text);
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
  );
  said.length = 0;
  health = createExportHealth((signal) => `http://collector/v1/${signal}`);
});
afterEach(() => diag.disable());

describe('createExportHealth', () => {
  it('says one line when an outage begins and one when it ends, with what was lost', () => {
    health.onEvent({ type: 'retrying', signal: 'traces', items: 10, retry: 1, delayMillis: 1, ...failure });
    for (let count = 0; count < 3; count++) health.onEvent({ type: 'failed', signal: 'traces', items: 10, ...failure });
    health.onEvent({ type: 'dropped', signal: 'traces', items: 5, reason: 'concurrency' });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    expect(said).toEqual([
      "traces can't be sent: no connection; it is tried again, and the next line tells when it works",
      'traces are sent to http://collector/v1/traces again; 35 items were lost meanwhile',
    ]);
  });

  it('watches each signal for itself and begins anew with the next outage', () => {
    health.onEvent({ type: 'failed', signal: 'logs', items: 1, ...failure });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'delivered', signal: 'logs', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'failed', signal: 'logs', items: 1, ...failure });
    expect(said.map((line) => line.slice(0, 14))).toEqual(["logs can't be ", 'logs are sent ', "logs can't be "]);
  });

  it('tells what the Collector rejected', () => {
    health.onEvent({ type: 'partial_success', signal: 'metrics', rejected: 3, message: 'too old' });
    expect(said).toEqual(['metrics: the Collector rejected 3 items: too old']);
  });
});
