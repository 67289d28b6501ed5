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
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  said.length = 0;
  health = createExportHealth({ shownUrl: (signal) => `http://collector/v1/${signal}`, folder: '/state' });
});
afterEach(() => diag.disable());

describe('createExportHealth', () => {
  it('says one line when an outage begins, one when items begin to be lost, and one when it ends, with what was lost, all as warnings', () => {
    for (let retry = 1; retry < 4; retry++)
      health.onEvent({ type: 'retrying', signal: 'traces', items: 10, retry, delayMillis: 1, ...failure });
    for (let count = 0; count < 3; count++) health.onEvent({ type: 'dropped', signal: 'traces', items: 5, reason: 'spool_full' });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    expect(said).toEqual([
      "traces can't be sent: no connection; they are kept in memory and then in /state, and the next line tells when it works",
      'traces are lost: the space on disk is full, the oldest are given up; the service runs on, and the next line tells how many',
      'traces are sent to http://collector/v1/traces again; 15 items were lost meanwhile',
    ]);
  });

  it('says that only memory is left where nothing may be kept on disk', () => {
    health = createExportHealth({ shownUrl: () => '', folder: undefined });
    health.onEvent({ type: 'retrying', signal: 'logs', items: 1, retry: 1, delayMillis: 1, ...failure });
    health.onEvent({ type: 'spool_unavailable', message: '/state is a symbolic link' });
    expect(said).toEqual([
      "logs can't be sent: no connection; they are kept in memory as far as it goes, and the next line tells when it works",
      "nothing can be kept on disk: /state is a symbolic link; what memory can't hold is lost",
    ]);
  });

  it('watches each signal for itself and begins anew with the next outage', () => {
    health.onEvent({ type: 'failed', signal: 'logs', items: 1, ...failure });
    health.onEvent({ type: 'delivered', signal: 'traces', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'delivered', signal: 'logs', items: 1, bytes: 1, bodyBytes: 1 });
    health.onEvent({ type: 'failed', signal: 'logs', items: 1, ...failure });
    expect(said.map((line) => line.slice(0, 13))).toEqual(['logs are lost', 'logs are sent', 'logs are lost']);
  });

  it('tells what the Collector rejected', () => {
    health.onEvent({ type: 'partial_success', signal: 'metrics', rejected: 3, message: 'too old' });
    expect(said).toEqual(['metrics: the Collector rejected 3 items: too old']);
  });
});
