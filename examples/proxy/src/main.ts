import { buildApp } from './app.ts';
import { readConfig } from './config.ts';

/** How much longer than the configured time a stop may take before the process ends itself. */
const stopMarginMs = 2_000;

const { config, findings } = readConfig(process.env);
const app = buildApp(config);
for (const finding of findings) app.log.warn(finding);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));

try {
  await app.listen({ host: config.host, port: config.port });
} catch (err) {
  app.log.fatal({ err }, 'could not listen');
  process.exitCode = 1;
  await app.close();
}

/** Lets the process end by itself once everything is closed, so that telemetry can be sent; ends it when that takes too long. */
async function stop(signal: NodeJS.Signals): Promise<void> {
  app.log.info({ signal, timeoutMs: config.shutdownTimeoutMs }, 'stopping');
  setTimeout(() => {
    app.log.warn('stopped before everything was finished');
    process.exit(0);
  }, config.shutdownTimeoutMs + stopMarginMs).unref();
  await app.close();
  app.log.info('stopped');
}
