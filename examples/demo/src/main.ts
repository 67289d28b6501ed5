import { once } from 'node:events';
import { type Receiver, startReceiver } from '@telewright/testing';
import { type DemoOptions, readArguments, usage } from './arguments.ts';
import { population } from './population.ts';
import { createProgress } from './progress.ts';
import { collectorReport, report, verdict } from './report.ts';
import { type Service, startService } from './service.ts';
import { sendTraffic } from './traffic.ts';
import { type Check, verify, verifyEnd, verifySent } from './verify.ts';

const users = population(12);
const rounds = 3;
const requestsPerUser = 5;
const timeLimitMillis = 28_000;

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  const timer = options.keep ? undefined : setTimeout(giveUp, timeLimitMillis);
  const receiver = options.endpoint === undefined ? await startReceiver() : undefined;
  const endpoint = options.endpoint ?? (receiver as Receiver).url;
  const services: Service[] = [];
  try {
    return await run(options, endpoint, receiver, services);
  } finally {
    clearTimeout(timer);
    await Promise.all(services.map((service) => service.stop()));
    await receiver?.close();
  }
}

async function run(options: DemoOptions, endpoint: string, receiver: Receiver | undefined, services: Service[]): Promise<number> {
  const started = performance.now();
  const webhookSecret = 'demo-only-secret';
  const systemMetrics = await startService('system-metrics', 'system-metrics', {
    ...telemetryEnvironment('system-metrics', endpoint),
    SYSTEM_METRICS_PORT: '0',
  });
  services.push(systemMetrics);
  const proxy = await startService('proxy', 'proxy', {
    ...telemetryEnvironment('proxy', endpoint),
    PROXY_PORT: '0',
    PROXY_UPSTREAM: systemMetrics.url,
    PROXY_HEALTH_URL: `${systemMetrics.url}/api/health`,
    PROXY_WEBHOOK_SECRET: webhookSecret,
    PROXY_SYNC_COMMAND: JSON.stringify([process.execPath, '--version']),
  });
  services.push(proxy);
  say(`proxy on ${proxy.url} and system-metrics on ${systemMetrics.url} send to ${new URL(endpoint).origin}\n`);

  const progress = createProgress(users.length * rounds * requestsPerUser + 1, process.stdout);
  const traffic = await sendTraffic({
    url: proxy.url,
    webhookSecret,
    users,
    rounds,
    onAnswer: ({ requests }) => progress.update(requests, receiver ? `${receiver.spans.length} spans received` : 'sent'),
  });
  progress.end();
  if (options.keep) {
    const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    say('Everything keeps running; press Ctrl-C to stop.\n');
    await interrupted;
  }
  const ends: Check[] = [];
  for (const service of [proxy, systemMetrics]) ends.push(verifyEnd(service.name, await service.stop()));
  say(receiver ? report(receiver, traffic, services) : collectorReport(endpoint, traffic));
  const checks = [...(receiver ? verify(receiver, traffic, services) : verifySent(services)), ...ends];
  const failed = checks.filter(({ holds }) => !holds);
  say(verdict(checks));
  say(
    `\n${failed.length === 0 ? 'All of it arrived' : `${failed.length} of ${checks.length} checks failed`} (${((performance.now() - started) / 1000).toFixed(1)} s).\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** What a platform would set in a manifest: where to send, and the FinOps labels. */
function telemetryEnvironment(service: string, endpoint: string): Record<string, string> {
  return {
    OTEL_SERVICE_NAME: service,
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
    OTEL_METRIC_EXPORT_INTERVAL: '2000',
    OTEL_BSP_SCHEDULE_DELAY: '200',
    OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=telewright-demo',
    FINOPS_ENVIRONMENT: 'development',
    FINOPS_TEAM: 'platform',
    FINOPS_COST_CENTER_ID: 'CC-1042',
    FINOPS_PRODUCT: 'gateway',
    FINOPS_BUSINESS_UNIT: 'infrastructure',
    FINOPS_CRITICALITY: 'low',
    TELEWRIGHT_LOGS: 'send',
    TELEWRIGHT_DEBUG_CONFIG: 'true',
  };
}

function giveUp(): void {
  process.stderr.write(`demo: not done within ${timeLimitMillis / 1000} s\n`);
  process.exit(1);
}

function say(text: string): void {
  process.stdout.write(text);
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    process.stderr.write(`demo: ${error.message}\n`);
    process.exitCode = 1;
  },
);
