import type { IncomingHttpHeaders } from 'node:http';
import httpProxy from '@fastify/http-proxy';
import { propagation } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { attribute } from './attributes.ts';
import type { UpstreamConfig } from './config.ts';
import { errorCode } from './error-code.ts';
import type { Metrics } from './metrics.ts';

interface Dependencies {
  readonly config: UpstreamConfig;
  readonly metrics: Metrics;
}

/** What is used of a reply, whichever version of HTTP it is for. */
interface Reply {
  code(statusCode: number): Reply;
  send(payload: object): unknown;
}

/** What belongs to one connection and the library leaves in, of which undici refuses some (RFC 9110, section 7.6.1). */
const connectionHeaders = ['keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'trailer', 'upgrade', 'expect'];
const timeoutCodes = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT'];
const addressCodes = ['ENOTFOUND', 'EAI_AGAIN'];

/** Registers the reverse proxy for everything that no other route takes. */
export async function forwardRoutes(app: FastifyInstance, { config, metrics }: Dependencies): Promise<void> {
  // Without a parser in the way every body is passed on as it came.
  app.removeAllContentTypeParsers();
  await app.register(httpProxy, {
    upstream: config.url.href,
    routes: ['/*'],
    // The library verifies no certificate by default.
    undici: { connect: { rejectUnauthorized: true, timeout: config.timeoutMs } },
    destroyAgent: true,
    disableRequestLogging: true,
    // By default a GET that is answered with 503 is sent up to ten times more.
    retryMethods: [],
    replyOptions: {
      timeout: config.timeoutMs,
      rewriteRequestHeaders: forwardedHeaders,
      rewriteHeaders: (headers) => without(headers, ['connection', 'keep-alive']),
      onError: (reply, { error }) => answerFailure(reply, error, metrics),
    },
  });
}

/**
 * Gives the headers for the upstream. Those that the propagator owns are left out, because the instrumentation of the client adds
 * them for its own span, and undici's `addHeader` appends instead of replacing. Without an SDK the propagator owns none, and the
 * caller's trace context is passed on as it came.
 */
function forwardedHeaders(request: Pick<FastifyRequest, 'ip' | 'host' | 'protocol'>, headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'x-forwarded-for': forwardedFor } = headers;
  return {
    ...without(headers, [...connectionHeaders, ...propagation.fields()]),
    'x-forwarded-for': forwardedFor === undefined ? request.ip : `${forwardedFor}, ${request.ip}`,
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
  };
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  const rest = { ...headers };
  for (const name of names) delete rest[name.toLowerCase()];
  return rest;
}

function answerFailure(reply: Reply, error: Error, metrics: Metrics): void {
  const code = errorCode(error);
  metrics.forwardFailed.add(1, { [attribute.errorType]: code });
  if (timeoutCodes.includes(code)) send(reply, 504, 'Gateway Timeout', 'the upstream did not answer in time');
  else if (addressCodes.includes(code)) send(reply, 503, 'Service Unavailable', 'the upstream has no address');
  else send(reply, 502, 'Bad Gateway', 'the upstream did not answer');
}

function send(reply: Reply, statusCode: number, error: string, message: string): void {
  reply.code(statusCode).send({ statusCode, error, message });
}
