import { diag, type Span } from '@opentelemetry/api';
import { boundedText } from './bounded-text.js';
import type { Redaction } from './redaction.js';

const CREDENTIALS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-auth-token',
  'x-amz-security-token',
]);

/** Values of one header that are recorded. */
const MOST_VALUES = 32;

/** A header to record: its name in lower case and the attribute it becomes. */
interface CapturedHeader {
  readonly name: string;
  readonly attribute: string;
}

/** The value of a header as Node gives it. */
export type HeaderValue = number | string | readonly string[] | undefined;

/** The headers of an allow-list, without those that carry credentials. */
export class CapturedHeaders {
  private readonly headers: readonly CapturedHeader[];

  constructor(
    names: readonly string[] | undefined,
    attributeOf: (name: string) => string,
    private readonly redaction: Redaction,
  ) {
    const wanted = new Set(names?.map((name) => name.toLowerCase()));
    for (const name of CREDENTIALS) {
      if (wanted.delete(name)) diag.warn(`The header ${name} carries credentials and is not captured`);
    }
    this.headers = [...wanted].map((name) => ({ name, attribute: attributeOf(name) }));
  }

  /** Sets the attributes of those headers that `read` finds in `carrier`; what is secret in a URL is redacted there too. */
  record<Carrier>(span: Span, carrier: Carrier, read: (carrier: Carrier, name: string) => HeaderValue): void {
    for (const { name, attribute } of this.headers) {
      const value = read(carrier, name);
      if (value !== undefined) span.setAttribute(attribute, this.safe(value));
    }
  }

  private safe(value: string | number | readonly string[]): string[] {
    const values = typeof value === 'object' ? value.slice(0, MOST_VALUES) : [String(value)];
    return values.map((text) => boundedText(this.redaction.url(text)));
  }
}
