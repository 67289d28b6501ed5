import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../src/environment.ts';

describe('readEnvironment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({ SYSTEM_METRICS_PORT: ' ' })).toEqual({
      intervalSeconds: 15,
      port: undefined,
      host: '127.0.0.1',
      roots: {},
      warnings: [],
    });
  });

  it('takes what is set', () => {
    const environment = readEnvironment({
      SYSTEM_METRICS_INTERVAL_SECONDS: '60',
      SYSTEM_METRICS_PORT: '0',
      SYSTEM_METRICS_HOST: '::1',
      HOST_PROC: '/host/proc',
      HOST_SYS: '/host/sys',
      HOST_ROOT: '/host/root',
    });
    expect(environment).toEqual({
      intervalSeconds: 60,
      port: 0,
      host: '::1',
      roots: { procRoot: '/host/proc', sysRoot: '/host/sys', rootfs: '/host/root' },
      warnings: [],
    });
  });

  it('ignores a wrong value with one line that says what was expected, what was got and what is done', () => {
    const environment = readEnvironment({ SYSTEM_METRICS_INTERVAL_SECONDS: 'often', SYSTEM_METRICS_PORT: '70000' });
    expect(environment).toMatchObject({ intervalSeconds: 15, port: undefined });
    expect(environment.warnings).toEqual([
      'SYSTEM_METRICS_INTERVAL_SECONDS has to be a number of seconds from 1 to 86400, but is "often": using 15',
      'SYSTEM_METRICS_PORT has to be a port from 0 to 65535, but is "70000": serving nothing',
    ]);
  });
});
