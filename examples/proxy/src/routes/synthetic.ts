import { setTimeout as wait } from 'node:timers/promises';
import { type Attributes, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { attribute } from '../attributes.ts';
import type { UpstreamConfig } from '../config.ts';
import { errorCode } from '../error-code.ts';
import type { Metrics } from '../metrics.ts';
import { discardBody } from '../response-body.ts';
import { type NetworkType, type SyntheticNetwork, syntheticNetworks } from '../synthetic-network.ts';

interface Action {
  readonly region: string;
  readonly timezone: string;
  readonly device: string;
  readonly networkType: NetworkType;
  readonly latencyMs?: number;
  readonly callUpstream?: boolean;
}

interface UpstreamAnswer {
  readonly statusCode?: number;
  readonly error?: string;
}

interface Dependencies {
  readonly upstream: UpstreamConfig | undefined;
  readonly tracer: Tracer;
  readonly metrics: Metrics;
  /** Gives a number from 0 up to 1. */
  readonly random: () => number;
}

const schema = {
  params: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string', pattern: '^[A-Za-z0-9_.-]{1,64}$' } },
  },
  body: {
    type: 'object',
    required: ['region', 'timezone', 'device', 'networkType'],
    additionalProperties: false,
    properties: {
      region: { type: 'string', pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' },
      timezone: { type: 'string', minLength: 1, maxLength: 64 },
      device: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9 ,._/()+-]{0,63}$' },
      networkType: { type: 'string', enum: Object.keys(syntheticNetworks) },
      latencyMs: { type: 'integer', minimum: 0, maximum: 5_000 },
      callUpstream: { type: 'boolean' },
    },
  },
} as const;

/** Registers the simulated user action: it takes as long as the user's network would make it take. */
export async function syntheticRoute(app: FastifyInstance, { upstream, tracer, metrics, random }: Dependencies): Promise<void> {
  app.post<{ Params: { id: string }; Body: Action }>('/api/trace/synthetic/:id', { schema }, async ({ params, body, log }, reply) => {
    if (!isTimezone(body.timezone)) {
      return reply.code(400).send({ statusCode: 400, error: 'Bad Request', message: 'body/timezone must be an IANA time zone' });
    }
    const startedAt = performance.now();
    const network: SyntheticNetwork = syntheticNetworks[body.networkType];
    const latencyMs = body.latencyMs ?? Math.round(network.minimumMs + random() * (network.maximumMs - network.minimumMs));
    const serverSpan = trace.getActiveSpan();
    serverSpan?.setAttributes({ ...describeUser(params.id, body, network), [attribute.syntheticLatencyMs]: latencyMs });
    const target = body.callUpstream === true ? upstream : undefined;
    const answer = await simulate({ tracer, log, latencyMs, target });
    metrics.syntheticRequestDuration.record((performance.now() - startedAt) / 1_000, {
      [attribute.networkConnectionType]: network.type,
      ...(answer?.error !== undefined && { [attribute.errorType]: answer.error }),
    });
    return reply
      .code(statusCodeOf(answer))
      .send({ id: params.id, traceId: serverSpan?.spanContext().traceId ?? null, latencyMs, upstream: answer });
  });
}

interface Simulation {
  readonly tracer: Tracer;
  readonly log: FastifyBaseLogger;
  readonly latencyMs: number;
  readonly target: UpstreamConfig | undefined;
}

function simulate({ tracer, log, latencyMs, target }: Simulation): Promise<UpstreamAnswer | undefined> {
  return tracer.startActiveSpan('synthetic work', { kind: SpanKind.INTERNAL }, async (span) => {
    await wait(latencyMs);
    const answer = target && (await callUpstream(target));
    if (answer?.error !== undefined) {
      span.setAttribute(attribute.errorType, answer.error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: 'the upstream did not answer' });
    }
    log.info({ latencyMs, upstream: answer }, 'synthetic request simulated');
    span.end();
    return answer;
  });
}

async function callUpstream({ url, timeoutMs }: UpstreamConfig): Promise<UpstreamAnswer> {
  try {
    const address = `${url.origin}${url.pathname.replace(/\/$/, '')}/api/host`;
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
    discardBody(response);
    return { statusCode: response.status };
  } catch (error) {
    return { error: errorCode(error) };
  }
}

function statusCodeOf(answer: UpstreamAnswer | undefined): number {
  if (answer?.error === undefined) return 200;
  return answer.error === 'TimeoutError' ? 504 : 502;
}

function describeUser(id: string, { region, timezone, device }: Action, { type, subtype }: SyntheticNetwork): Attributes {
  return {
    [attribute.userAgentSyntheticType]: 'test',
    [attribute.geoCountryIsoCode]: region.slice(0, 2),
    ...(region.length > 2 && { [attribute.geoRegionIsoCode]: region }),
    [attribute.deviceModelIdentifier]: device,
    [attribute.networkConnectionType]: type,
    ...(subtype !== undefined && { [attribute.networkConnectionSubtype]: subtype }),
    [attribute.syntheticId]: id,
    [attribute.syntheticTimezone]: timezone,
  };
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
