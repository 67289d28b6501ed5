import { SENSITIVE_QUERY_PARAMETERS } from '@telewright/semconv';

/** Further names that say that the value is a credential; the conventions allow for more than theirs. */
const CREDENTIALS = ['access_token', 'refresh_token', 'id_token', 'token', 'client_secret', 'password', 'api_key', 'apikey'];

const USERINFO = /^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i;

/**
 * Removes what is secret from URLs and queries, as the conventions ask.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/
 */
export class Redaction {
  private readonly sensitive: RegExp;

  constructor(parameters: readonly string[] = []) {
    const names = [...SENSITIVE_QUERY_PARAMETERS, ...CREDENTIALS, ...parameters].map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    this.sensitive = new RegExp(`((?:^|[?&])(?:${names.join('|')})=)[^&#]*`, 'g');
  }

  /** Replaces the values of sensitive parameters; takes a query without its `?`, or a path or URL with a query. */
  query(text: string): string {
    return text.includes('=') ? text.replace(this.sensitive, '$1REDACTED') : text;
  }

  /** Replaces user and password, and the values of sensitive parameters, of an absolute URL. */
  url(url: string): string {
    return this.query(url.includes('@') ? url.replace(USERINFO, '$1REDACTED:REDACTED@') : url);
  }
}
