import { diag, type Span } from '@opentelemetry/api';

const CREDENTIALS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

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

  constructor(names: readonly string[] | undefined, attributeOf: (name: string) => string) {
    const wanted = new Set(names?.map((name) => name.toLowerCase()));
    for (const name of CREDENTIALS) {
      if (wanted.delete(name)) diag.warn(`The header ${name} carries credentials and is not captured`);
    }
    this.headers = [...wanted].map((name) => ({ name, attribute: attributeOf(name) }));
  }

  /** Sets the attributes of those headers that `read` finds in `carrier`. */
  record<Carrier>(span: Span, carrier: Carrier, read: (carrier: Carrier, name: string) => HeaderValue): void {
    for (const { name, attribute } of this.headers) {
      const value = read(carrier, name);
      if (value !== undefined) span.setAttribute(attribute, Array.isArray(value) ? value : [String(value)]);
    }
  }
}
