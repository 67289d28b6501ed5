import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { SimulatedUser } from './population.ts';

/** What the simulated users did. */
export interface Traffic {
  /** Requests that were answered. */
  requests: number;
  /** Answers by status code. */
  readonly statuses: Map<number, number>;
  /** The traces that the proxy named in its answers to synthetic requests. */
  readonly traceIds: string[];
  /** The trace of the one request that was to be refused. */
  readonly refusedTraceId: string;
}

export interface TrafficOptions {
  readonly url: string;
  readonly webhookSecret: string;
  readonly users: readonly SimulatedUser[];
  readonly rounds: number;
  readonly onAnswer: (traffic: Traffic) => void;
}

/** Lets every user act in turn, a few at the same time, and then somebody who does not know the secret; waits until all are answered. */
export async function sendTraffic({ url, webhookSecret, users, rounds, onAnswer }: TrafficOptions): Promise<Traffic> {
  const traffic: Traffic = { requests: 0, statuses: new Map(), traceIds: [], refusedTraceId: randomBytes(16).toString('hex') };
  const answer = async (path: string, init?: RequestInit): Promise<unknown> => {
    const response = await fetch(new URL(path, url), init);
    const body = await response.json();
    traffic.requests++;
    traffic.statuses.set(response.status, (traffic.statuses.get(response.status) ?? 0) + 1);
    onAnswer(traffic);
    return body;
  };
  const act = async (user: SimulatedUser): Promise<void> => {
    await answer('/');
    await answer('/api/health');
    const synthetic = (await answer(`/api/trace/synthetic/${user.id}`, jsonRequest({ ...user, id: undefined, callUpstream: true }))) as {
      traceId?: string;
    };
    if (synthetic.traceId) traffic.traceIds.push(synthetic.traceId);
    await answer('/api/host'); // not the proxy's own: forwarded to system-metrics
    await answer('/api/webhook/gitops', pushEvent(webhookSecret));
  };
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < users.length; index += 6) await Promise.all(users.slice(index, index + 6).map(act));
  }
  const forged = pushEvent(`not ${webhookSecret}`);
  const traceparent = `00-${traffic.refusedTraceId}-${randomBytes(8).toString('hex')}-01`;
  await answer('/api/webhook/gitops', { ...forged, headers: { ...forged.headers, traceparent } });
  return traffic;
}

function jsonRequest(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A push to another branch than the one that is deployed: checked and counted by the proxy, nothing is synced. */
function pushEvent(secret: string): RequestInit {
  const body = JSON.stringify({ ref: 'refs/heads/feature', repository: { full_name: 'telewright/demo' }, after: '0'.repeat(40) });
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  };
}
