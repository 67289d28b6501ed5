import { metrics as metricsApi, trace } from '@opentelemetry/api';
import Fastify, { type FastifyInstance } from 'fastify';
import manifest from '../package.json' with { type: 'json' };
import type { Config } from './config.ts';
import { forwardRoutes } from './forward.ts';
import { GitopsSync } from './gitops-sync.ts';
import { redactedPaths } from './log-redaction.ts';
import { createMetrics } from './metrics.ts';
import { gitopsWebhookRoute } from './routes/gitops-webhook.ts';
import { healthRoute } from './routes/health.ts';
import { syntheticRoute } from './routes/synthetic.ts';
import { welcomeRoute } from './routes/welcome.ts';

interface Dependencies {
  /** Where log lines go; stdout when left out. */
  readonly logStream?: { write(line: string): void };
  /** Gives a number from 0 up to 1; `Math.random` when left out. */
  readonly random?: () => number;
}

/** Puts the service together. Its `close()` finishes the requests in flight and waits for running syncs. */
export function buildApp(config: Config, { logStream, random = Math.random }: Dependencies = {}): FastifyInstance {
  const app = Fastify({
    logger: { level: config.logLevel, redact: [...redactedPaths], ...(logStream && { stream: logStream }) },
  });
  const tracer = trace.getTracer(manifest.name, manifest.version);
  const metrics = createMetrics(metricsApi.getMeter(manifest.name, manifest.version));
  const sync = config.sync && new GitopsSync(config.sync, { log: app.log, tracer, metrics });
  stopWithApp(app, sync, config.shutdownTimeoutMs);

  app.register(welcomeRoute, { version: manifest.version });
  app.register(healthRoute, { config: config.health, metrics });
  app.register(gitopsWebhookRoute, { config: config.webhook, sync, metrics });
  app.register(syntheticRoute, { upstream: config.upstream, tracer, metrics, random });
  if (config.upstream) app.register(forwardRoutes, { config: config.upstream, metrics });
  return app;
}

/**
 * Runs the wait for syncs beside the wait for requests, so that both share one time limit. A connection that was busy when the stop
 * began is closed after its answer: Node would keep it open for the next request and wait for its idle timeout.
 */
function stopWithApp(app: FastifyInstance, sync: GitopsSync | undefined, timeoutMs: number): void {
  let stopped: Promise<void> | undefined;
  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
    stopped = sync?.stop(timeoutMs);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (stopping) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async () => {
    // For answers whose header had been sent before; the connection counts as idle a moment after its answer.
    if (stopping) setImmediate(() => app.server.closeIdleConnections());
  });
  app.addHook('onClose', async () => stopped);
}
