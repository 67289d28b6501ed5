import fastify, { type FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { forward } from './forward.ts';
import { createSyncs } from './gitops-sync.ts';
import { gitopsWebhookRoute } from './routes/gitops-webhook.ts';
import { healthRoute } from './routes/health.ts';
import { syntheticRoute } from './routes/synthetic.ts';

/** Builds the proxy without listening. Closing it waits for the syncs that run. */
export function buildApp(config: Config): FastifyInstance {
  const app = fastify({
    logger: { level: config.logLevel, redact: ['req.headers.authorization', 'req.headers.cookie', '*.webhookSecret'] },
    forceCloseConnections: 'idle',
  });
  const { syncCommand: command, syncTimeoutMillis: timeoutMillis } = config;
  const syncs = command && createSyncs({ command, timeoutMillis, log: app.log });
  app.get('/', async () => ({
    service: 'proxy',
    message: 'Welcome',
    links: ['/api/health', '/api/webhook/gitops', '/api/trace/synthetic/:id'],
  }));
  healthRoute(app, config);
  gitopsWebhookRoute(app, config, syncs);
  syntheticRoute(app, config);
  if (config.upstream !== undefined) forward(app, config.upstream);
  app.addHook('onClose', async () => syncs?.idle());
  return app;
}
