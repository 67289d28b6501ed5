import type { MeterProvider, TracerProvider } from '@opentelemetry/api';

/** The instrumentations that `listenToChannels` starts unless it is told which. */
export type DefaultInstrumentationName =
  | 'http'
  | 'http2'
  | 'undici'
  | 'express'
  | 'fastify'
  | 'h3'
  | 'graphql'
  | 'ai'
  | 'ioredis'
  | 'redis'
  | 'mysql2';

/** Those that it only starts when they are named: what they tell is noise most of the time. */
export type OptInInstrumentationName = 'net' | 'dns' | 'child_process';

/** The instrumentations that `listenToChannels` can start, by name. */
export type InstrumentationName = DefaultInstrumentationName | OptInInstrumentationName;

/** The headers that become attributes, by name in any case. Headers that carry credentials never do. */
export interface CaptureOptions {
  /** @default [] */
  readonly captureRequestHeaders?: readonly string[];
  /** @default [] */
  readonly captureResponseHeaders?: readonly string[];
}

/** What is recorded of HTTP requests, incoming and outgoing. */
export interface HttpOptions {
  /**
   * Incoming paths, without the query, that are neither traced nor measured; they replace the default. A string is the whole path, in
   * which `*` stands for any characters; a regular expression is searched for. Nothing below such a request is traced either.
   *
   * @default `defaultIgnoredPaths`: the usual health, readiness and metrics endpoints
   */
  readonly ignoreIncomingPaths?: readonly (string | RegExp)[];
  /**
   * Outgoing URLs, without the query, that are neither traced nor measured, and get no trace context. A string is the whole URL, in
   * which `*` stands for any characters; a regular expression is searched for.
   *
   * @default []
   */
  readonly ignoreOutgoingUrls?: readonly (string | RegExp)[];
  /** The headers to record of incoming requests and their responses. */
  readonly server?: CaptureOptions;
  /** The headers to record of outgoing requests and their responses. */
  readonly client?: CaptureOptions;
  /**
   * Query parameters, matched by case, whose values are replaced by `REDACTED`, besides those that are redacted anyway.
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
  /**
   * Says whether gRPC calls over `node:http2` are left to an instrumentation of gRPC: with one, each call would have two spans.
   *
   * @default () => false
   */
  readonly ignoreGrpc?: () => boolean;
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
   * @default `instrumentationNames`
   */
  readonly enabled?: readonly InstrumentationName[];
  readonly http?: HttpOptions;
}
