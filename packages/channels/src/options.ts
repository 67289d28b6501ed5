import type { MeterProvider, TracerProvider } from '@opentelemetry/api';

/** The instrumentations that `listenToChannels` starts, by name. */
export type InstrumentationName = 'http' | 'undici' | 'express' | 'fastify';

/** What is recorded of HTTP requests, incoming and outgoing. */
export interface HttpOptions {
  /**
   * Incoming paths, without the query, that are neither traced nor measured: a string is the whole path, a pattern is searched for.
   * Nothing below such a request is traced either.
   *
   * @default []
   */
  readonly ignoreIncomingPaths?: readonly (string | RegExp)[];
  /**
   * Names of request headers to record, in any case. Headers that carry credentials are never recorded.
   *
   * @default []
   */
  readonly captureRequestHeaders?: readonly string[];
  /**
   * Names of response headers to record, in any case. Headers that carry credentials are never recorded.
   *
   * @default []
   */
  readonly captureResponseHeaders?: readonly string[];
  /**
   * Query parameters, matched by case, whose values are replaced by `REDACTED`, besides those that the conventions name.
   *
   * @default []
   */
  readonly redactedQueryParameters?: readonly string[];
  /**
   * The request methods that are not recorded as `_OTHER`; they replace the default list.
   *
   * @default the methods of RFC 9110, PATCH and QUERY
   */
  readonly knownMethods?: readonly string[];
  /**
   * Takes client address, server address and scheme from `Forwarded` or `X-Forwarded-*`. Only right behind a proxy that sets them:
   * anyone else can write what they like there.
   *
   * @default false
   */
  readonly trustForwardedHeaders?: boolean;
}

/** What all instrumentations of this package are started with. */
export interface ChannelsOptions {
  /** @default the global tracer provider */
  readonly tracerProvider?: TracerProvider;
  /** @default the global meter provider */
  readonly meterProvider?: MeterProvider;
  /**
   * The instrumentations that `listenToChannels` starts.
   *
   * @default all of them
   */
  readonly enabled?: readonly InstrumentationName[];
  readonly http?: HttpOptions;
}
