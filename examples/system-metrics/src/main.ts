import { observeHost } from '@telewright/host-metrics';
import { runningTelemetry, start } from '@telewright/node';
import pino from 'pino';
import { type AgentOptions, readOptions, usage } from './options.ts';
import { selfCheck } from './print.ts';
import { serve } from './server.ts';

function optionsOrExit(): AgentOptions {
  try {
    return readOptions(process.argv.slice(2), process.env);
  } catch (error) {
    process.stderr.write(`system-metrics: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

async function main(options: AgentOptions): Promise<void> {
  if (options.mode === 'help') {
    process.stdout.write(usage);
    return;
  }
  if (options.mode === 'print') {
    process.stdout.write(await selfCheck(options.host));
    return;
  }
  const intervalMillis = options.intervalSeconds && options.intervalSeconds * 1_000;
  const preloaded = runningTelemetry();
  const telemetry = preloaded ?? start(intervalMillis ? { metricExportIntervalMillis: intervalMillis } : {});
  observeHost(options.host);
  if (options.mode === 'once') {
    await telemetry.shutdown();
    return;
  }
  const log = pino();
  const server = options.serve && (await serve(options.serve, options.host, log));
  // The SDK's own interval keeps no process alive, and a preloaded SDK has it from the environment: this one does both.
  const exportNow = (): void => {
    if (preloaded && intervalMillis) void telemetry.forceFlush();
  };
  const timer = setInterval(exportNow, intervalMillis ?? 60_000);
  log.info({ intervalSeconds: options.intervalSeconds }, 'sending host metrics');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      clearInterval(timer);
      server?.close();
      server?.closeIdleConnections();
    });
  }
}

await main(optionsOrExit());
