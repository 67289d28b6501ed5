import type { AttributeTypes } from './attribute-types.js';
import type { MetricDefinition } from './metric-definition.js';

/** Name of the attribute for an HTTP request method that the instrumentation knows, else `_OTHER`. */
export const ATTR_HTTP_REQUEST_METHOD = 'http.request.method';
/** Name of the attribute for the request method as it came over the wire, set when `http.request.method` is `_OTHER`. */
export const ATTR_HTTP_REQUEST_METHOD_ORIGINAL = 'http.request.method_original';
/** Name of the attribute for the ordinal number of a resent request. */
export const ATTR_HTTP_REQUEST_RESEND_COUNT = 'http.request.resend_count';
/** Name of the attribute for the HTTP response status code, a number. */
export const ATTR_HTTP_RESPONSE_STATUS_CODE = 'http.response.status_code';
/** Name of the attribute for the matched route template: low cardinality, placeholders in place of ids. */
export const ATTR_HTTP_ROUTE = 'http.route';

/** Value of `http.request.method` for a method that the instrumentation does not know. */
export const HTTP_REQUEST_METHOD_VALUE_OTHER = '_OTHER';

/** Gives the attribute name of a captured request header; `key` is the header's name in lower case. */
export const ATTR_HTTP_REQUEST_HEADER = (key: string): string => `http.request.header.${key}`;

/** Gives the attribute name of a captured response header; `key` is the header's name in lower case. */
export const ATTR_HTTP_RESPONSE_HEADER = (key: string): string => `http.response.header.${key}`;

/**
 * The request methods that are known by default: those of RFC 9110, PATCH (RFC 5789) and QUERY.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/
 */
export const KNOWN_HTTP_METHODS: readonly string[] = [
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
  'TRACE',
];

/** The attributes that requests to a server and by a client have in common. */
type RequestAttributes = Pick<AttributeTypes, 'http.request.method'> &
  Partial<
    Pick<
      AttributeTypes,
      'error.type' | 'http.response.status_code' | 'network.protocol.name' | 'network.protocol.version' | 'server.address' | 'server.port'
    >
  >;

/** The attributes of the duration of server requests. */
export type HttpServerDurationAttributes = RequestAttributes &
  Pick<AttributeTypes, 'url.scheme'> &
  Partial<Pick<AttributeTypes, 'http.route' | 'user_agent.synthetic.type'>>;

/** The attributes of the duration of client requests. */
export type HttpClientDurationAttributes = RequestAttributes &
  Pick<AttributeTypes, 'server.address' | 'server.port'> &
  Partial<Pick<AttributeTypes, 'url.scheme' | 'url.template'>>;

const DURATION_BOUNDARIES_SECONDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Duration of HTTP server requests, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
 */
export const HTTP_SERVER_REQUEST_DURATION: MetricDefinition<'histogram', HttpServerDurationAttributes> = {
  name: 'http.server.request.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of HTTP server requests.',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};

/**
 * Duration of HTTP client requests, in seconds.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
 */
export const HTTP_CLIENT_REQUEST_DURATION: MetricDefinition<'histogram', HttpClientDurationAttributes> = {
  name: 'http.client.request.duration',
  instrument: 'histogram',
  unit: 's',
  description: 'Duration of HTTP client requests.',
  boundaries: DURATION_BOUNDARIES_SECONDS,
};
