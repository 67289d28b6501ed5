import type { DetectedResource } from '@telewright/resource';
import { formatFindings } from '@telewright/resource';
import { formatFinding } from './settings/resolve.js';
import type { OtlpSettings, Settings } from './settings/settings.js';
import type { ExplainedConfiguration } from './telemetry.js';

const connections = ['traces', 'metrics', 'logs'] as const;

/** Explains the effective configuration; the values of headers and the credentials in a URL are left out. */
export function explain({ values, origins, findings }: Settings, resource: DetectedResource): ExplainedConfiguration {
  const flat: [string, unknown][] = Object.entries(values).flatMap(([key, value]) =>
    (connections as readonly string[]).includes(key)
      ? Object.entries(shown(value as OtlpSettings)).map(([inner, part]): [string, unknown] => [`${key}.${inner}`, part])
      : [[key, value === Number.POSITIVE_INFINITY ? 'unlimited' : value] as [string, unknown]],
  );
  const labels = formatFindings(resource.findings);
  return {
    settings: Object.fromEntries(flat.map(([key, value]) => [key, { value, origin: origins[key] ?? 'default' }])),
    resource: Object.fromEntries(
      Object.entries(resource.attributes).map(([key, value]) => [key, { value, source: resource.sources[key] ?? 'default' }]),
    ),
    findings: [...findings.map(formatFinding), ...(labels === undefined ? [] : [labels])],
  };
}

/** Says in one line what was started. */
export function summary({ values }: Settings, { attributes }: DetectedResource): string {
  const name = attributes['service.name'];
  if (values.disabled) return `telemetry of ${name} is disabled; context is still propagated`;
  const service = [name, attributes['service.version']].filter(Boolean).join(' ');
  const place = attributes['deployment.environment.name'] ?? 'no environment named';
  const exporters = connections.map((signal) => {
    const names = values[`${signal}Exporters`];
    return `${signal} to ${names.map((exporter) => (exporter === 'otlp' ? shownUrl(values[signal].url) : exporter)).join(' and ')}`;
  });
  return `telemetry of ${service} (${place}) started: ${exporters.join(', ')}`;
}

/** A URL without its credentials and query. */
export function shownUrl(url: string): string {
  const shown = new URL(url);
  return `${shown.origin}${shown.pathname}`;
}

function shown(settings: OtlpSettings): OtlpSettings {
  const headers = Object.fromEntries(Object.keys(settings.headers).map((name) => [name, '(hidden)']));
  return { ...settings, headers, url: shownUrl(settings.url) };
}
