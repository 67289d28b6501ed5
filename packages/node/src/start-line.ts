import { type DetectedResource, labelDefinitions } from '@telewright/resource';
import { shownUrl } from './effective-settings.js';
import type { MetricsExporterName, Settings, SettingValues, Signal } from './settings/settings.js';
import { signals } from './settings/signals.js';

/** Labels that the line names by themselves. */
const named = ['service', 'version', 'environment', 'namespace', 'instanceId'];

/** Says in one line what was started: service, version, environment, signals and where they go, instrumentations, labels found and missing. */
export function startLine({ values }: Settings, resource: DetectedResource, instrumentations: readonly string[]): string {
  const { attributes } = resource;
  const name = attributes['service.name'];
  if (values.disabled) return `telemetry of ${name} is disabled; context is still propagated`;
  const service = [name, attributes['service.version']].filter(Boolean).join(' ');
  const place = attributes['deployment.environment.name'] ?? 'no environment named';
  const listening = `instrumentations ${instrumentations.join(', ') || 'none'}`;
  return `telemetry of ${service} (${place}) started: ${[...destinations(values), listening, ...labels(resource)].join('; ')}`;
}

/** Signals with the same destination are named together; a base URL stands for the paths of the signals under it. */
function destinations(values: SettingValues): string[] {
  const groups = new Map<string, string[]>();
  for (const signal of signals) {
    for (const exporter of values[`${signal}Exporters`]) {
      const to = destination(values, signal, exporter);
      groups.set(to, [...(groups.get(to) ?? []), signal]);
    }
  }
  return [...groups].map(([to, names]) => `${names.join(', ')} to ${to}`);
}

function destination(values: SettingValues, signal: Signal, exporter: MetricsExporterName): string {
  if (exporter === 'otlp') return shownUrl(values[signal].url).replace(new RegExp(`/v1/${signal}$`), '');
  return exporter === 'prometheus' ? `prometheus on ${values.prometheusHost}:${values.prometheusPort}` : exporter;
}

function labels({ attributes, findings }: DetectedResource): string[] {
  const found = labelDefinitions
    .filter(({ option, attribute }) => option !== undefined && !named.includes(option) && attributes[attribute] !== undefined)
    .map(({ option, attribute }) => `${option} ${attributes[attribute]}`);
  const missing = findings.filter(({ rule }) => rule === 'missing').map(({ key }) => key);
  return [
    ...(found.length > 0 ? [`labels ${found.join(', ')}`] : []),
    ...(missing.length > 0 ? [`labels missing: ${missing.join(', ')}`] : []),
  ];
}
