import replyFrom from '@fastify/reply-from';
import { propagation } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';

const timeoutMillis = 30_000;

/** Forwards what no route of the proxy takes to the upstream. */
export function forward(app: FastifyInstance, upstream: string): void {
  app.register(async (scope) => {
    scope.register(replyFrom, { base: upstream, undici: { headersTimeout: timeoutMillis, bodyTimeout: timeoutMillis } });
    // Bodies pass through as they come.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_, payload, done) => done(null, payload));
    scope.all('/*', (request, reply) =>
      reply.from(request.url, {
        rewriteRequestHeaders: (_, headers) => withoutTraceContext(headers),
        onError: (failed, { error }) => {
          const { code, statusCode = 502 } = error as Error & { code?: string; statusCode?: number };
          failed.log.warn({ code }, 'the upstream did not answer');
          failed.code(Math.max(statusCode, 502)).send({ status: 'upstream_unavailable', detail: 'the upstream did not answer' });
        },
      }),
    );
  });
}

/** With an SDK the client span puts its own trace context into the request; the caller's must not stand beside it. */
function withoutTraceContext<H extends object>(headers: H): H {
  const fields = new Set(propagation.fields());
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !fields.has(name))) as H;
}
