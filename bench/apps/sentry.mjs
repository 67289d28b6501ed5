// Sentry with every trace and the lines of pino, as its documentation has it for ES modules.
import * as Sentry from '@sentry/node';

Sentry.init({
  dsn: process.env.SENTRY_DSN,
  tracesSampleRate: 1,
  enableLogs: true,
  integrations: [Sentry.pinoIntegration()],
  transportOptions: { bufferSize: 200_000 },
});
