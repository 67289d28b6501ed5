import type { Counter } from '../counter.ts';
import { startService } from '../service.ts';
import type { Variant } from '../variants.ts';

/** An app that is started. */
export interface App {
  readonly name: string;
  readonly modules: 'commonjs' | 'esm';
  /** The file and its arguments. */
  readonly command: readonly string[];
  readonly path: string;
  /** Whether a request writes a line. */
  readonly logs: boolean;
}

/** One start. */
export interface Started {
  readonly listeningMillis: number;
  readonly cpuMillis: number;
  readonly rssMegabytes: number;
}

const settleMillis = 700;
/** Metrics are sent each minute, as by default: no start has one. */
const settings = { OTEL_METRIC_EXPORT_INTERVAL: '60000', OTEL_METRIC_EXPORT_TIMEOUT: '30000' };
const proofMillis = 15_000;

/** Starts an app in one variant and waits until nothing of the start is left to be done. */
export async function startOnce(
  app: App,
  variant: Variant,
  folder: string,
  url: string,
  cacheFolder: string | undefined,
): Promise<Started> {
  const service = await start(app, variant, folder, url, cacheFolder);
  await sleep(settleMillis);
  const { cpuMicros, rss } = await service.used();
  await service.exit();
  return { listeningMillis: service.listeningMillis, cpuMillis: cpuMicros / 1_000, rssMegabytes: rss / 1e6 };
}

/** Tells why a variant does not do what it promised in this app, once it is asked something; unset if it does. */
export async function findFault(app: App, variant: Variant, folder: string, counter: Counter): Promise<string | undefined> {
  await counter.take();
  const service = await start(app, variant, folder, counter.url, undefined);
  try {
    await (await fetch(`http://127.0.0.1:${service.port}${app.path}`, { headers: { connection: 'close' } })).text();
    const promised = { spans: variant.promises.spans, logs: app.logs ? variant.promises.logs : 0 };
    let [spans, logs] = [0, 0];
    for (const end = performance.now() + proofMillis; performance.now() < end; await sleep(100)) {
      const counts = await counter.take();
      spans += counts.spans;
      logs += counts.logs;
      if (spans >= promised.spans && logs >= promised.logs) return undefined;
    }
    return `of a request ${spans} spans and ${logs} log records arrived within ${proofMillis / 1_000} s`;
  } finally {
    service.kill();
  }
}

function start({ modules, command }: App, variant: Variant, folder: string, url: string, cacheFolder: string | undefined) {
  const environment = { ...variant.environment(url), ...settings, ...(cacheFolder && { NODE_COMPILE_CACHE: cacheFolder }) };
  return startService({ folder, flags: variant.flags[modules], app: command, environment });
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
