import {
  ATTR_HTTP_REQUEST_HEADER,
  ATTR_HTTP_RESPONSE_HEADER,
  HTTP_REQUEST_METHOD_VALUE_OTHER,
  KNOWN_HTTP_METHODS,
} from '@telewright/semconv';
import { CapturedHeaders } from './captured-headers.js';
import type { CaptureOptions, HttpOptions } from './options.js';
import { defaultIgnoredPaths, PatternList } from './pattern-list.js';
import { Redaction } from './redaction.js';

/** The headers to record on one side of an exchange. */
export interface CapturedSide {
  readonly request: CapturedHeaders;
  readonly response: CapturedHeaders;
}

const none: HttpOptions = {};
const known = new WeakMap<HttpOptions, HttpSettings>();

/** The HTTP options as the instrumentations use them. */
export class HttpSettings {
  readonly ignoredPaths: PatternList;
  readonly server: CapturedSide;
  readonly client: CapturedSide;
  readonly redaction: Redaction;
  readonly trustForwardedHeaders: boolean;
  private readonly ignoreGrpc: (() => boolean) | undefined;
  private readonly ignoredUrls: PatternList;
  private readonly knownMethods: ReadonlySet<string>;
  /** The known method that was seen last: most requests of a service have the same one. */
  private lastMethod: string | undefined;

  private constructor(options: HttpOptions) {
    this.ignoredPaths = new PatternList(options.ignoreIncomingPaths ?? defaultIgnoredPaths);
    this.ignoredUrls = new PatternList(options.ignoreOutgoingUrls ?? []);
    this.redaction = new Redaction(options.redactedQueryParameters);
    this.server = this.captured(options.server);
    this.client = this.captured(options.client);
    this.trustForwardedHeaders = options.trustForwardedHeaders ?? false;
    this.ignoreGrpc = options.ignoreGrpc;
    this.knownMethods = new Set(options.knownMethods ?? KNOWN_HTTP_METHODS);
  }

  /** Gives the settings of options, the same each time: all instrumentations share them, and a warning comes once. */
  static of(options: HttpOptions = none): HttpSettings {
    let settings = known.get(options);
    if (settings === undefined) {
      settings = new HttpSettings(options);
      known.set(options, settings);
    }
    return settings;
  }

  /** The value of `http.request.method`: the method, or `_OTHER` when it is not known. */
  method(original: string): string {
    if (original === this.lastMethod) return original;
    if (!this.knownMethods.has(original)) return HTTP_REQUEST_METHOD_VALUE_OTHER;
    this.lastMethod = original;
    return original;
  }

  /** Says whether a request is a gRPC call that is left to others. */
  leavesToGrpc(headers: { readonly 'content-type'?: unknown }): boolean {
    if (this.ignoreGrpc === undefined) return false;
    const type = headers['content-type'];
    return typeof type === 'string' && type.startsWith('application/grpc') && this.ignoreGrpc();
  }

  /** Says whether requests to a URL are not traced. */
  ignoresUrl(url: string): boolean {
    if (this.ignoredUrls.isEmpty) return false;
    const queryAt = url.search(/[?#]/);
    return this.ignoredUrls.matches(queryAt === -1 ? url : url.slice(0, queryAt));
  }

  private captured(options: CaptureOptions | undefined): CapturedSide {
    return {
      request: new CapturedHeaders(options?.captureRequestHeaders, ATTR_HTTP_REQUEST_HEADER, this.redaction),
      response: new CapturedHeaders(options?.captureResponseHeaders, ATTR_HTTP_RESPONSE_HEADER, this.redaction),
    };
  }
}

/** The name of a span as long as no route or template is known; an unknown method must not become a part of it. */
export function methodName(method: string): string {
  return method === HTTP_REQUEST_METHOD_VALUE_OTHER ? 'HTTP' : method;
}
