import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { diag } from '@opentelemetry/api';
import type { MetricReader } from '@opentelemetry/sdk-metrics';
import type { SettingValues } from '../settings/settings.js';
import { entryPoint, workingDirectory } from '../working-directory.js';
import { withBoundedSeries } from './bounded-series.js';
import { cardinalityWatch } from './cardinality-watch.js';

const library = '@opentelemetry/exporter-prometheus';

/** What is used of the official exporter, which the app has installed. */
interface PrometheusReader extends MetricReader {
  startServer(): Promise<void>;
}
interface Library {
  readonly PrometheusExporter: new (options: { host: string; port: number; preventServerStart: true }) => PrometheusReader;
}

/**
 * Serves metrics at `/metrics`, by the official exporter of the app; the server keeps no process alive. Gives nothing, and says why, where
 * the exporter is not installed. Worker threads have no port of their own.
 *
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk_exporters/prometheus/
 */
export function createPrometheusReader({ prometheusHost, prometheusPort, metricCardinalityLimit }: SettingValues): MetricReader[] {
  if (!isMainThread) return [];
  let reader: PrometheusReader;
  try {
    const { PrometheusExporter } = load();
    reader = new PrometheusExporter({ host: prometheusHost, port: prometheusPort, preventServerStart: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'MODULE_NOT_FOUND' ? `${library} is not installed: npm install ${library}` : `${library} can't be used: ${message}`;
    diag.warn(`metrics are not served to Prometheus: ${why.split('\n', 1)[0]}`);
    return [];
  }
  const watch = cardinalityWatch();
  const collect = reader.collect.bind(reader);
  reader.collect = async (options) => {
    const collected = await collect(options);
    watch(collected.resourceMetrics);
    return collected;
  };
  reader.selectCardinalityLimit = () => metricCardinalityLimit;
  const where = `${prometheusHost}:${prometheusPort}`;
  reader.startServer().catch((error: Error) => diag.warn(`metrics are not served to Prometheus on ${where}: ${error.message}`));
  return [withBoundedSeries(reader)];
}

/** Looks where the app would: from its entry point, then from its working directory. */
function load(): Library {
  const places = [entryPoint(), join(workingDirectory(), 'app')].filter((place) => place !== undefined);
  for (const place of places.slice(0, -1)) {
    try {
      return createRequire(place)(library) as Library;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  return createRequire(places.at(-1) as string)(library) as Library;
}
