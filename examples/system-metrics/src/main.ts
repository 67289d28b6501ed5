import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHostReader, measureHost } from '@telewright/host-metrics';
import { type Logger, pino } from 'pino';
import { type AgentOptions, sendOnce, startSending, type Telemetry } from './agent.ts';
import { type Command, HELP, parseArguments, UsageError } from './arguments.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { createHostServer } from './server.ts';
import { formatTable } from './table.ts';

/** The agent's own timer collects, so a reader that we start ourselves gets out of its way. */
const READER_INTERVAL_MILLIS = 86_400_000;

async function print({ roots }: Environment): Promise<void> {
  const read = createHostReader(roots);
  const before = read();
  await sleep(1000);
  const snapshot = read();
  process.stdout.write(formatTable(measureHost(snapshot, before), snapshot.unavailable));
}

async function startTelemetry(): Promise<Telemetry> {
  // Only here: help and self-check need no SDK.
  const { runningTelemetry, start } = await import('@telewright/node');
  return runningTelemetry() ?? start({ metricExportIntervalMillis: READER_INTERVAL_MILLIS });
}

/** Serves until the server is closed; a port that cannot be had is logged and stops nothing else. */
async function serve(environment: Environment, log: Logger): Promise<Server | undefined> {
  if (environment.port === undefined) return undefined;
  const server = createHostServer(createHostReader(environment.roots), log);
  try {
    server.listen(environment.port, environment.host);
    await once(server, 'listening');
  } catch (error) {
    log.error({ err: error }, 'cannot serve; going on without');
    return undefined;
  }
  const { address, port } = server.address() as AddressInfo;
  log.info({ address, port }, `Server listening at http://${address.includes(':') ? `[${address}]` : address}:${port}`);
  return server;
}

async function run(environment: Environment, intervalSeconds: number, options: AgentOptions): Promise<void> {
  const { log } = options;
  const stopSending = startSending(options, intervalSeconds * 1000);
  const server = await serve(environment, log);
  log.info({ intervalSeconds }, 'sending host metrics');
  const stop = async (signal: string): Promise<void> => {
    log.info({ signal }, 'stopping');
    server?.close();
    server?.closeIdleConnections();
    await stopSending().catch((error: unknown) => log.error({ err: error }, 'the last metrics could not be sent'));
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
}

async function execute(command: Command): Promise<void> {
  if (command.name === 'help') {
    process.stdout.write(HELP);
    return;
  }
  const environment = readEnvironment(process.env);
  if (command.name === 'print') {
    for (const warning of environment.warnings) process.stderr.write(`system-metrics: ${warning}\n`);
    await print(environment);
    return;
  }
  const telemetry = await startTelemetry();
  const log = pino({ name: 'system-metrics' });
  for (const warning of environment.warnings) log.warn(warning);
  const options = { telemetry, log, host: environment.roots };
  if (command.name === 'run') {
    await run(environment, command.intervalSeconds ?? environment.intervalSeconds, options);
    return;
  }
  await sendOnce(options);
  log.info('sent once');
}

// `--print | head` closes the pipe early, and that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await execute(parseArguments(process.argv.slice(2)));
} catch (error) {
  const usage = error instanceof UsageError;
  process.stderr.write(`system-metrics: ${error instanceof Error ? error.message : error}\n${usage ? 'Try --help.\n' : ''}`);
  process.exitCode = usage ? 2 : 1;
}
