import type { FastifyInstance } from 'fastify';

/** Registers the page that says what this service is. */
export async function welcomeRoute(app: FastifyInstance, { version }: { readonly version: string }): Promise<void> {
  app.get('/', async () => ({
    service: 'proxy',
    version,
    links: {
      health: 'GET /api/health',
      webhook: 'POST /api/webhook/gitops',
      synthetic: 'POST /api/trace/synthetic/{id}',
    },
  }));
}
