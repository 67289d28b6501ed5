import type { FastifyInstance } from 'fastify';
import { attribute } from '../attributes.ts';
import type { HealthConfig } from '../config.ts';
import { errorCode } from '../error-code.ts';
import type { Metrics } from '../metrics.ts';
import { discardBody } from '../response-body.ts';

interface Dependency {
  readonly url: string;
  readonly status: 'reachable' | 'unreachable';
  readonly statusCode?: number;
  readonly error?: string;
  readonly durationMs: number;
}

interface Dependencies {
  readonly config: HealthConfig;
  readonly metrics: Metrics;
}

/** Registers the health check. It says whether a dependency answers, and is itself "ok" for as long as this process answers. */
export async function healthRoute(app: FastifyInstance, { config, metrics }: Dependencies): Promise<void> {
  app.get('/api/health', async () => {
    const dependencies = config.url === undefined ? [] : [await check(config.url, config.timeoutMs)];
    for (const { status, durationMs } of dependencies) {
      metrics.healthCheckDuration.record(durationMs / 1_000, { [attribute.healthStatus]: status });
    }
    return { status: 'ok', dependencies };
  });
}

/** Any answer counts as reachable: whether its status code is a good one is for the reader to say. */
async function check(url: URL, timeoutMs: number): Promise<Dependency> {
  const startedAt = performance.now();
  const shown = `${url.origin}${url.pathname}`;
  const durationMs = (): number => Math.round(performance.now() - startedAt);
  try {
    const response = await fetch(withoutCredentials(url), {
      headers: authorization(url),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    discardBody(response);
    return { url: shown, status: 'reachable', statusCode: response.status, durationMs: durationMs() };
  } catch (error) {
    return { url: shown, status: 'unreachable', error: errorCode(error), durationMs: durationMs() };
  }
}

/** `fetch` refuses a URL with credentials, so they travel as the header that they stand for. */
function withoutCredentials(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
