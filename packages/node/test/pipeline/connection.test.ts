import { describe, expect, it } from 'vitest';
import type { StartOptions } from '../../src/options.js';
import { connectionOptions } from '../../src/pipeline/connection.js';
import { resolveSettings } from '../../src/settings/resolve.js';

const optionsOf = (options: StartOptions, signal: 'traces' | 'metrics' | 'logs' = 'traces') =>
  connectionOptions(resolveSettings(options, {}).values, signal, () => undefined);

describe('the time that a request may take', () => {
  it.each([
    [{ timeoutMillis: 10_000, traces: { exportTimeoutMillis: 30_000 } }, 10_000],
    [{ timeoutMillis: 10_000, traces: { exportTimeoutMillis: 500 } }, 500],
    [{ timeoutMillis: 0, traces: { exportTimeoutMillis: 500 } }, 500],
    [{ timeoutMillis: 700, traces: { exportTimeoutMillis: 0 } }, 700],
    [{ timeoutMillis: 0, traces: { exportTimeoutMillis: 0 } }, 0],
  ])('is with %o %i ms', (options, expected) => {
    expect(optionsOf(options).timeoutMillis).toBe(expected);
  });

  it('is for metrics what the connection says', () => {
    expect(optionsOf({ timeoutMillis: 700 }, 'metrics').timeoutMillis).toBe(700);
  });
});

describe('a proxy', () => {
  it.each([
    ['http://collector:4318', { HTTP_PROXY: 'http://proxy:3128/', NO_PROXY: 'a,b' }],
    ['https://collector:4318', { HTTPS_PROXY: 'http://secure:3128/', NO_PROXY: 'a,b' }],
    ['http://localhost:4318', undefined],
    ['http://127.0.0.2:4318', undefined],
    ['http://[::1]:4318', undefined],
  ])('for %s is %o', (endpoint, expected) => {
    const proxy = { http: 'http://proxy:3128', https: 'http://secure:3128', except: ['a', 'b'] };
    expect(optionsOf({ endpoint, proxy }).proxyEnv).toEqual(expected);
  });
});
