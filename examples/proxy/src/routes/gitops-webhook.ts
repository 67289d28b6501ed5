import { trace } from '@opentelemetry/api';
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { attribute } from '../attributes.ts';
import type { WebhookConfig } from '../config.ts';
import { readGithubEvent, type SyncTarget } from '../github-event.ts';
import type { GitopsSync } from '../gitops-sync.ts';
import type { Metrics } from '../metrics.ts';
import { RecentDeliveries } from '../recent-deliveries.ts';
import { isSignedBy } from '../signature.ts';

interface Dependencies {
  readonly config: WebhookConfig | undefined;
  readonly sync: GitopsSync | undefined;
  readonly metrics: Metrics;
}

/** The answer to a delivery, and the word for it in the metric. */
interface Verdict {
  readonly statusCode: number;
  readonly outcome: 'started' | 'queued' | 'ignored' | 'duplicate' | 'unauthorized' | 'invalid' | 'unavailable';
  readonly reason?: string;
}

const path = '/api/webhook/gitops';
const countedEvents = ['push', 'pull_request', 'ping'];
const rememberedDeliveries = 1_000;

/** Registers the receiver of GitHub's push and pull request events. */
export async function gitopsWebhookRoute(app: FastifyInstance, { config, sync, metrics }: Dependencies): Promise<void> {
  const observe = (request: FastifyRequest, outcome: string): void => {
    const event = header(request, 'x-github-event');
    const attributes = {
      [attribute.webhookEvent]: countedEvents.includes(event) ? event : 'other',
      [attribute.webhookOutcome]: outcome,
    };
    metrics.webhookReceived.add(1, attributes);
    trace.getActiveSpan()?.setAttributes({ ...attributes, [attribute.webhookDeliveryId]: deliveryId(request) });
  };
  if (config === undefined) {
    // Answered before the body is read: whoever sends it can't be known.
    app.post(
      path,
      {
        onRequest: async (request, reply) => {
          observe(request, 'unavailable');
          return reply.code(503).send(errorBody(503, 'no webhook secret is configured'));
        },
      },
      async () => undefined,
    );
    return;
  }
  const judge = createJudge(config, sync);
  // The signature is over the bytes as they were sent, whatever their media type says.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error: FastifyError, request) => {
    observe(request, error.statusCode === 413 ? 'too_large' : 'invalid');
    throw error;
  });
  app.post(path, { bodyLimit: config.maxBytes }, async (request, reply) => {
    const { statusCode, outcome, reason } = judge(request);
    observe(request, outcome);
    request.log.info({ delivery: deliveryId(request), outcome, reason }, 'webhook delivery judged');
    return reply.code(statusCode).send(statusCode < 400 ? { status: outcome, reason } : errorBody(statusCode, reason));
  });
}

function createJudge(config: WebhookConfig, sync: GitopsSync | undefined): (request: FastifyRequest) => Verdict {
  const recent = new RecentDeliveries(rememberedDeliveries);

  const start = (target: SyncTarget, delivery: string | undefined, log: FastifyBaseLogger): Verdict => {
    if (sync === undefined) return { statusCode: 503, outcome: 'unavailable', reason: 'no sync command is configured' };
    const requested = sync.request(target);
    if (requested === undefined) return { statusCode: 503, outcome: 'unavailable', reason: 'the service is stopping' };
    if (delivery !== undefined) {
      recent.add(delivery);
      requested.done.then(
        // So that "Redeliver" on GitHub repeats a sync that has failed.
        (result) => result !== 'success' && recent.forget(delivery),
        (err: unknown) => log.error({ err }, 'sync failed'),
      );
    }
    return { statusCode: 202, outcome: requested.state };
  };

  return (request) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isSignedBy(config.secret, body, request.headers['x-hub-signature-256'])) {
      return { statusCode: 401, outcome: 'unauthorized', reason: 'X-Hub-Signature-256 is missing or wrong' };
    }
    const payload = parseObject(body);
    if (payload === undefined) {
      return {
        statusCode: 400,
        outcome: 'invalid',
        reason: 'body: expected a JSON object; choose the content type application/json on GitHub',
      };
    }
    const delivery = deliveryId(request);
    if (delivery !== undefined && recent.has(delivery))
      return { statusCode: 200, outcome: 'duplicate', reason: 'delivery was received before' };
    const event = readGithubEvent(header(request, 'x-github-event'), payload, config);
    if (event.kind === 'ignored') return { statusCode: 200, outcome: 'ignored', reason: event.reason };
    if (event.kind === 'invalid') return { statusCode: 400, outcome: 'invalid', reason: event.reason };
    return start(event.target, delivery, request.log);
  };
}

function parseObject(body: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** GitHub's id of a delivery, cut to what is reasonable to keep. */
function deliveryId(request: FastifyRequest): string | undefined {
  return header(request, 'x-github-delivery').slice(0, 64) || undefined;
}

function errorBody(statusCode: number, message: string | undefined): object {
  const errors: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 503: 'Service Unavailable' };
  return { statusCode, error: errors[statusCode], message };
}
