import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { healthChecks } from '../metrics.ts';

interface Dependency {
  readonly url: string;
  readonly status: 'reachable' | 'unreachable';
  readonly statusCode?: number;
  readonly error?: string;
  readonly durationMillis: number;
}

/** Answers 200 whatever becomes of the dependency: the proxy itself is healthy, and says what it sees. */
export function healthRoute(app: FastifyInstance, { healthUrl, healthTimeoutMillis }: Config): void {
  app.get('/api/health', async (request) => {
    const dependencies = healthUrl === undefined ? [] : [await check(healthUrl, healthTimeoutMillis)];
    for (const { status, ...dependency } of dependencies) {
      healthChecks.add(1, { outcome: status });
      request.log[status === 'reachable' ? 'debug' : 'warn'](dependency, `dependency ${status}`);
    }
    return { status: 'ok', dependencies };
  });
}

async function check(url: string, timeoutMillis: number): Promise<Dependency> {
  const started = performance.now();
  const { origin, pathname } = new URL(url);
  const done = (rest: Omit<Dependency, 'url' | 'durationMillis'>): Dependency => ({
    url: `${origin}${pathname}`,
    ...rest,
    durationMillis: Math.round(performance.now() - started),
  });
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMillis), redirect: 'manual' });
    await response.body?.cancel();
    return done({ status: 'reachable', statusCode: response.status });
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return done({ status: 'unreachable', error: cause?.code ?? name });
  }
}
