import { setTimeout as sleep } from 'node:timers/promises';
import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { syntheticLatency } from '../metrics.ts';

const devices = ['mobile', 'tablet', 'desktop'] as const;
const networks = ['wifi', 'wired', 'cell'] as const;

/** A simulated user's request. */
interface SyntheticRequest {
  readonly region: string;
  readonly timezone: string;
  readonly device: (typeof devices)[number];
  readonly networkType: (typeof networks)[number];
  /** @default depends on the network */
  readonly latencyMillis?: number;
  /** Also ask the upstream for the host, so that the trace goes on there. */
  readonly callUpstream?: boolean;
}

const schema = {
  params: { type: 'object', properties: { id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } }, required: ['id'] },
  body: {
    type: 'object',
    required: ['region', 'timezone', 'device', 'networkType'],
    additionalProperties: false,
    properties: {
      region: { type: 'string', pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' },
      timezone: { type: 'string', pattern: '^[A-Za-z0-9_+/-]{1,64}$' },
      device: { type: 'string', enum: devices },
      networkType: { type: 'string', enum: networks },
      latencyMillis: { type: 'integer', minimum: 0, maximum: 2_000 },
      callUpstream: { type: 'boolean' },
    },
  },
} as const;

/** Milliseconds that a network of this type takes. */
const typicalLatencyMillis = { wired: 5, wifi: 15, cell: 45 } as const;

/** Plays a request of a simulated user: latency, attributes and, when asked to, a call to the upstream. */
export function syntheticRoute(app: FastifyInstance, { upstream }: Config): void {
  app.post<{ Params: { id: string }; Body: SyntheticRequest }>('/api/trace/synthetic/:id', { schema }, async (request, reply) => {
    const { id } = request.params;
    const user = request.body;
    const active = trace.getActiveSpan();
    active?.setAttributes(attributesOf(id, user));
    const latencyMillis = user.latencyMillis ?? typicalLatencyMillis[user.networkType];
    const upstreamStatus = await trace.getTracer('proxy').startActiveSpan('synthetic work', async (span) => {
      await sleep(latencyMillis);
      request.log.info({ user: id, region: user.region, device: user.device }, 'synthetic request played');
      const status = user.callUpstream && upstream !== undefined ? await callUpstream(upstream) : undefined;
      if (status === 'unreachable') span.setStatus({ code: SpanStatusCode.ERROR, message: 'the upstream is unreachable' });
      span.end();
      return status;
    });
    syntheticLatency.record(latencyMillis / 1_000, {
      region: user.region,
      device: user.device,
      'network.connection.type': user.networkType,
    });
    return reply.send({ id, latencyMillis, upstreamStatus, traceId: active?.spanContext().traceId });
  });
}

function attributesOf(id: string, { region, timezone, device, networkType }: SyntheticRequest): Attributes {
  const place: Attributes = region.includes('-') ? { 'geo.region.iso_code': region } : { 'geo.country.iso_code': region };
  return {
    'user_agent.synthetic.type': 'test',
    'network.connection.type': networkType,
    ...place,
    // No name for these in the conventions.
    'synthetic.user.id': id,
    'synthetic.timezone': timezone,
    'synthetic.device.type': device,
  };
}

async function callUpstream(upstream: string): Promise<number | 'unreachable'> {
  try {
    const response = await fetch(new URL('/api/host', upstream), { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 'unreachable'; // said in the answer and on the span
  }
}
