import { buildApp } from './app.ts';
import { type Config, readConfig } from './config.ts';

function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  }
}

const config = configOrExit();
const app = buildApp(config);

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    app.log.info({ signal }, 'stopping');
    const timer = setTimeout(() => {
      app.log.error('requests or syncs did not end in time');
      process.exit(1);
    }, config.shutdownTimeoutMillis);
    // The process ends by itself once nothing is left to do, so that telemetry is flushed.
    void app.close().then(() => clearTimeout(timer));
  });
}

await app.listen({ host: config.host, port: config.port });
