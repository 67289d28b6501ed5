import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('gives the defaults for an empty environment, without a finding', () => {
    expect(readConfig({})).toEqual({
      config: {
        host: '127.0.0.1',
        port: 8080,
        logLevel: 'info',
        shutdownTimeoutMs: 5_000,
        health: { url: undefined, timeoutMs: 2_000 },
        webhook: undefined,
        sync: undefined,
        upstream: undefined,
      },
      findings: [],
    });
  });

  it('reads every setting', () => {
    const { config, findings } = readConfig({
      PROXY_HOST: '0.0.0.0',
      PROXY_PORT: '0',
      LOG_LEVEL: 'WARN',
      PROXY_SHUTDOWN_TIMEOUT_MS: '100',
      PROXY_HEALTH_URL: 'https://status.example/live',
      PROXY_HEALTH_TIMEOUT_MS: '50',
      PROXY_WEBHOOK_SECRET: ' s3cret\n',
      PROXY_WEBHOOK_MAX_BYTES: '2048',
      PROXY_SYNC_REPOSITORIES: 'acme/site, acme/docs.io,',
      PROXY_SYNC_BRANCH: 'release/2.x',
      PROXY_SYNC_COMMAND: '["/opt/sync","--fast"]',
      PROXY_SYNC_TIMEOUT_MS: '1000',
      PROXY_SYNC_ENV: 'KUBECONFIG,ABSENT',
      PROXY_UPSTREAM: 'http://agent:9000/base',
      PROXY_UPSTREAM_TIMEOUT_MS: '300',
      KUBECONFIG: '/etc/kube',
      PATH: '/bin',
      OTHER: 'not passed on',
    });
    expect(findings).toEqual([]);
    expect(config).toEqual({
      host: '0.0.0.0',
      port: 0,
      logLevel: 'warn',
      shutdownTimeoutMs: 100,
      health: { url: new URL('https://status.example/live'), timeoutMs: 50 },
      webhook: { secret: 's3cret', maxBytes: 2_048, repositories: ['acme/site', 'acme/docs.io'], branch: 'release/2.x' },
      sync: { command: ['/opt/sync', '--fast'], timeoutMs: 1_000, environment: { PATH: '/bin', KUBECONFIG: '/etc/kube' } },
      upstream: { url: new URL('http://agent:9000/base'), timeoutMs: 300 },
    });
  });

  it('takes a blank value for an unset one', () => {
    const blank = { PROXY_PORT: ' ', PROXY_UPSTREAM: '', PROXY_WEBHOOK_SECRET: '\n', PROXY_SYNC_COMMAND: '', LOG_LEVEL: '' };
    expect(readConfig(blank)).toEqual(readConfig({}));
  });

  it.each([
    ['PROXY_PORT', '65536', 'PROXY_PORT: expected an integer from 0 to 65535, got "65536"; using 8080'],
    ['PROXY_PORT', '80a', 'PROXY_PORT: expected an integer from 0 to 65535, got "80a"; using 8080'],
    ['PROXY_HEALTH_TIMEOUT_MS', '1.5', 'PROXY_HEALTH_TIMEOUT_MS: expected an integer from 1 to 60000, got "1.5"; using 2000'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent, got "loud"; using info'],
    ['PROXY_SYNC_BRANCH', '--upload-pack=x', 'PROXY_SYNC_BRANCH: expected the name of a branch, got "--upload-pack=x"; using main'],
    ['PROXY_SYNC_BRANCH', 'a..b', 'PROXY_SYNC_BRANCH: expected the name of a branch, got "a..b"; using main'],
    ['PROXY_SYNC_REPOSITORIES', '-x/y', 'PROXY_SYNC_REPOSITORIES: expected repositories as owner/name, got "-x/y"; leaving it out'],
    ['PROXY_SYNC_REPOSITORIES', 'a/..', 'PROXY_SYNC_REPOSITORIES: expected repositories as owner/name, got "a/.."; leaving it out'],
    [
      'PROXY_UPSTREAM',
      'http://user:pw@agent',
      'PROXY_UPSTREAM: expected a URL without credentials, query and fragment, got one with some; forwarding nothing',
    ],
  ])('reports %s=%s in one line and falls back', (name, value, finding) => {
    const { config, findings } = readConfig({ [name]: value });
    expect(findings).toEqual([finding]);
    expect(config).toEqual(readConfig({}).config);
  });

  it.each([
    ['PROXY_HEALTH_URL', 'ftp://user:hunter2@x', 'an absolute http or https URL'],
    ['PROXY_UPSTREAM', 'user:hunter2@x', 'an absolute http or https URL'],
    ['PROXY_SYNC_COMMAND', 'sync --token hunter2', 'a JSON array of strings such as ["/opt/sync","--fast"]'],
    ['PROXY_SYNC_COMMAND', '["sync", {"token": "hunter2"}]', 'a JSON array of strings such as ["/opt/sync","--fast"]'],
    ['PROXY_SYNC_COMMAND', '[]', 'a JSON array of strings such as ["/opt/sync","--fast"]'],
  ])('reports a wrong %s without showing it', (name, value, expected) => {
    const { config, findings } = readConfig({ [name]: value });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(`${name}: expected ${expected}, got something else, ${value.length} characters long; `);
    expect(config).toEqual(readConfig({}).config);
  });

  it('never passes the webhook secret on to the sync command', () => {
    const { config, findings } = readConfig({
      PROXY_WEBHOOK_SECRET: 'hunter2',
      PROXY_SYNC_COMMAND: '["sync"]',
      PROXY_SYNC_ENV: 'PROXY_WEBHOOK_SECRET',
    });
    expect(config.sync?.environment).toEqual({});
    expect(findings).toEqual(['PROXY_SYNC_ENV: expected anything but the webhook secret, got PROXY_WEBHOOK_SECRET; leaving it out']);
  });
});
