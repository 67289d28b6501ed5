import { SettingReader } from './setting-reader.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly shutdownTimeoutMs: number;
  readonly health: HealthConfig;
  /** Absent without a secret: the webhook then answers 503. */
  readonly webhook: WebhookConfig | undefined;
  /** Absent without a command: a delivery that asks for a sync is then answered with 503. */
  readonly sync: SyncConfig | undefined;
  /** Absent: nothing is forwarded. */
  readonly upstream: UpstreamConfig | undefined;
}

export interface HealthConfig {
  readonly url: URL | undefined;
  readonly timeoutMs: number;
}

export interface WebhookConfig {
  readonly secret: string;
  readonly maxBytes: number;
  /** Repositories, as `owner/name`, whose deliveries start a sync. */
  readonly repositories: readonly string[];
  readonly branch: string;
}

export interface SyncConfig {
  /** Executable and arguments, started without a shell. */
  readonly command: readonly string[];
  readonly timeoutMs: number;
  /** The variables of this process that the command may see. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface UpstreamConfig {
  readonly url: URL;
  readonly timeoutMs: number;
}

export type LogLevel = (typeof logLevels)[number];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const repositoryPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
const branchPattern = /^(?!.*(?:\.\.|\/\/|\/$|\.lock$))[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const inheritedVariables = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'];
const hourMs = 3_600_000;

/** Resolves every setting of the service from a record of environment variables. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): { config: Config; findings: readonly string[] } {
  const read = new SettingReader(environment);
  const config: Config = {
    host: read.text('PROXY_HOST') ?? '127.0.0.1',
    port: read.integer('PROXY_PORT', 8080, 0, 65_535),
    logLevel: read.choice('LOG_LEVEL', logLevels, 'info'),
    shutdownTimeoutMs: read.integer('PROXY_SHUTDOWN_TIMEOUT_MS', 5_000, 0, hourMs),
    health: {
      url: read.url('PROXY_HEALTH_URL', 'checking no dependency'),
      timeoutMs: read.integer('PROXY_HEALTH_TIMEOUT_MS', 2_000, 1, 60_000),
    },
    webhook: readWebhook(read),
    sync: readSync(read),
    upstream: readUpstream(read),
  };
  return { config: Object.freeze(config), findings: read.findings };
}

function readWebhook(read: SettingReader): WebhookConfig | undefined {
  const secret = read.text('PROXY_WEBHOOK_SECRET');
  const settings = {
    maxBytes: read.integer('PROXY_WEBHOOK_MAX_BYTES', 1_048_576, 1, 26_214_400),
    repositories: read.list('PROXY_SYNC_REPOSITORIES', repositoryPattern, 'repositories as owner/name'),
    branch: read.pattern('PROXY_SYNC_BRANCH', branchPattern, 'the name of a branch', 'main'),
  };
  return secret === undefined ? undefined : { secret, ...settings };
}

function readSync(read: SettingReader): SyncConfig | undefined {
  const command = read.command('PROXY_SYNC_COMMAND', 'starting no sync');
  const timeoutMs = read.integer('PROXY_SYNC_TIMEOUT_MS', 300_000, 1, hourMs);
  const names = [...inheritedVariables, ...read.list('PROXY_SYNC_ENV', variablePattern, 'names of environment variables')];
  if (command === undefined) return undefined;
  const environment: Record<string, string> = {};
  for (const name of names) {
    const value = read.text(name);
    if (name === 'PROXY_WEBHOOK_SECRET') read.report('PROXY_SYNC_ENV', 'anything but the webhook secret', name, 'leaving it out');
    else if (value !== undefined) environment[name] = value;
  }
  return { command, timeoutMs, environment };
}

function readUpstream(read: SettingReader): UpstreamConfig | undefined {
  const url = read.url('PROXY_UPSTREAM', 'forwarding nothing');
  const timeoutMs = read.integer('PROXY_UPSTREAM_TIMEOUT_MS', 10_000, 1, hourMs);
  if (url === undefined) return undefined;
  if (url.username || url.password || url.search || url.hash) {
    read.report('PROXY_UPSTREAM', 'a URL without credentials, query and fragment', 'one with some', 'forwarding nothing');
    return undefined;
  }
  return { url, timeoutMs };
}
