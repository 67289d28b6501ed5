/** Names of secrets as they are usually written; `isSecretKey` of a redactor knows them all, and every other spelling. */
const names = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'credentials',
  'jwt',
  'otp',
  'pin',
  'cvv',
  'cvc',
  'ssn',
  ...['access', 'refresh', 'id', 'auth', 'session', 'csrf'].flatMap((kind) => spellings(kind, 'token')),
  ...['api', 'private', 'secret', 'access', 'signing', 'encryption'].flatMap((kind) => spellings(kind, 'key')),
  ...spellings('client', 'secret'),
  ...spellings('password', 'hash'),
  ...spellings('card', 'number'),
  'set-cookie',
  'x-api-key',
];

/** What pino takes for its option `redact`. */
export interface PinoRedaction {
  /** Names at the top level of a line, as pino writes paths, and the caller's own. */
  paths: string[];
  /** Takes the place of a secret. */
  censor: string;
}

/**
 * Gives pino's own option `redact` for the usual names of secrets at the top level of a line: `pino({ redact: redactPaths() })`.
 *
 * Cheaper for lines that often have a field which is a secret, and works with no telemetry at all. Knows names in the spelling given
 * only, not what is nested or in texts; the redaction of {@link instrumentPino} still does, and leaves `[REDACTED]` alone.
 *
 * @param own further paths, such as `req.headers.authorization`, which cost more than names at the top level
 * @see https://getpino.io/#/docs/redaction
 */
export function redactPaths(own: readonly string[] = []): PinoRedaction {
  const paths = names.map((name) => (name.includes('-') ? `["${name}"]` : name));
  return { paths: [...new Set([...paths, ...own])], censor: '[REDACTED]' };
}

function spellings(first: string, second: string): string[] {
  return [`${first}${second.charAt(0).toUpperCase()}${second.slice(1)}`, `${first}_${second}`];
}
