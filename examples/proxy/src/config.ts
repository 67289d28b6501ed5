/** Everything that the proxy can be told by its environment. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly upstream: string | undefined;
  readonly healthUrl: string | undefined;
  readonly healthTimeoutMillis: number;
  readonly webhookSecret: string | undefined;
  readonly webhookMaxBytes: number;
  /** The program and its first arguments; it is started without a shell. */
  readonly syncCommand: readonly string[] | undefined;
  readonly syncTimeoutMillis: number;
  /** Repositories that may be synced, as `owner/name`; none means any. */
  readonly syncRepositories: readonly string[];
  readonly syncBranch: string;
  readonly shutdownTimeoutMillis: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads the environment. Throws one error that names every variable that can't be used; secrets are not shown. */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const read = <T>(name: string, fallback: T, expected: string, parse: (value: string) => T | undefined): T => {
    const value = text(name);
    if (value === undefined) return fallback;
    const parsed = parse(value);
    if (parsed === undefined) problems.push(`${name}: expected ${expected}, got ${JSON.stringify(value)}`);
    return parsed ?? fallback;
  };
  const whole = (name: string, fallback: number, minimum: number, maximum: number): number =>
    read(name, fallback, `a whole number from ${minimum} to ${maximum}`, (value) =>
      /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum ? Number(value) : undefined,
    );
  const url = (name: string): string | undefined =>
    read<string | undefined>(name, undefined, 'a URL that starts with http:// or https://', (value) =>
      URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) ? value : undefined,
    );
  const config: Config = {
    host: text('PROXY_HOST') ?? '127.0.0.1',
    port: whole('PROXY_PORT', 8080, 0, 65_535),
    logLevel: read('LOG_LEVEL', 'info', `one of ${levels.join(', ')}`, (value) => levels.find((level) => level === value.toLowerCase())),
    upstream: url('PROXY_UPSTREAM'),
    healthUrl: url('PROXY_HEALTH_URL'),
    healthTimeoutMillis: whole('PROXY_HEALTH_TIMEOUT_MS', 2_000, 1, 60_000),
    webhookSecret: text('PROXY_WEBHOOK_SECRET'),
    webhookMaxBytes: whole('PROXY_WEBHOOK_MAX_BYTES', 1024 * 1024, 1, 32 * 1024 * 1024),
    syncCommand: read<readonly string[] | undefined>(
      'PROXY_SYNC_COMMAND',
      undefined,
      'a JSON array of texts, the program first',
      commandOf,
    ),
    syncTimeoutMillis: whole('PROXY_SYNC_TIMEOUT_MS', 300_000, 1, 3_600_000),
    syncRepositories: (text('PROXY_SYNC_REPOSITORIES') ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
    syncBranch: text('PROXY_SYNC_BRANCH') ?? 'main',
    shutdownTimeoutMillis: whole('PROXY_SHUTDOWN_TIMEOUT_MS', 5_000, 1, 600_000),
  };
  if (problems.length > 0) throw new Error(`the proxy was not started: ${problems.join('; ')}`);
  return Object.freeze(config);
}

function commandOf(value: string): readonly string[] | undefined {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) && parsed.length > 0 && parsed.every((part) => typeof part === 'string' && part !== '')
      ? parsed
      : undefined;
  } catch {
    return undefined; // the caller says what was expected
  }
}
