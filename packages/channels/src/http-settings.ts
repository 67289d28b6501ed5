import {
  ATTR_HTTP_REQUEST_HEADER,
  ATTR_HTTP_RESPONSE_HEADER,
  HTTP_REQUEST_METHOD_VALUE_OTHER,
  KNOWN_HTTP_METHODS,
} from '@telewright/semconv';
import { CapturedHeaders } from './captured-headers.js';
import type { HttpOptions } from './options.js';
import { PathMatcher } from './path-matcher.js';
import { Redaction } from './redaction.js';

/** The HTTP options as the instrumentations use them. */
export class HttpSettings {
  readonly ignoredPaths: PathMatcher;
  readonly requestHeaders: CapturedHeaders;
  readonly responseHeaders: CapturedHeaders;
  readonly redaction: Redaction;
  readonly trustForwardedHeaders: boolean;
  private readonly knownMethods: ReadonlySet<string>;

  constructor(options: HttpOptions = {}) {
    this.ignoredPaths = new PathMatcher(options.ignoreIncomingPaths);
    this.requestHeaders = new CapturedHeaders(options.captureRequestHeaders, ATTR_HTTP_REQUEST_HEADER);
    this.responseHeaders = new CapturedHeaders(options.captureResponseHeaders, ATTR_HTTP_RESPONSE_HEADER);
    this.redaction = new Redaction(options.redactedQueryParameters);
    this.trustForwardedHeaders = options.trustForwardedHeaders ?? false;
    this.knownMethods = new Set(options.knownMethods ?? KNOWN_HTTP_METHODS);
  }

  /** The value of `http.request.method`: the method, or `_OTHER` when it is not known. */
  method(original: string): string {
    return this.knownMethods.has(original) ? original : HTTP_REQUEST_METHOD_VALUE_OTHER;
  }
}

/** The name of a span as long as no route or template is known; an unknown method must not become a part of it. */
export function methodName(method: string): string {
  return method === HTTP_REQUEST_METHOD_VALUE_OTHER ? 'HTTP' : method;
}
