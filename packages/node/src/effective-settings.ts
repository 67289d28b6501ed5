import { type DetectedResource, formatFindings } from '@telewright/resource';
import { formatFinding } from './settings/resolve.js';
import type { OtlpSettings, Settings, Signal } from './settings/settings.js';
import { signals } from './settings/signals.js';
import type { EffectiveSettings } from './telemetry.js';

/** Gives the configuration in effect; the values of headers and the credentials in a URL are left out. */
export function effectiveSettings(
  { values, origins, findings }: Settings,
  resource: DetectedResource,
  instrumentations: readonly string[],
): EffectiveSettings {
  const flat = Object.entries(values).flatMap(([key, value]): [string, unknown][] =>
    signals.includes(key as Signal)
      ? Object.entries(shown(value as OtlpSettings)).map(([inner, part]) => [`${key}.${inner}`, part])
      : [[key, key.endsWith('Proxy') && typeof value === 'string' ? shownUrl(value) : plain(value)]],
  );
  const labels = formatFindings(resource.findings);
  return Object.freeze({
    values: Object.freeze(Object.fromEntries(flat.map(([key, value]) => [key, { value, origin: origins[key] ?? 'default' }]))),
    resource: Object.freeze(
      Object.fromEntries(
        Object.entries(resource.attributes).map(([key, value]) => [key, { value, origin: resource.sources[key] ?? 'default' }]),
      ),
    ),
    instrumentations,
    findings: [...findings.map(formatFinding), ...(labels === undefined ? [] : [labels])],
  });
}

/** A URL without its credentials and query. */
export function shownUrl(url: string): string {
  const shown = new URL(url);
  return `${shown.origin}${shown.pathname}`;
}

/** Some values are made for the machine. */
function plain(value: unknown): unknown {
  if (value === Number.POSITIVE_INFINITY) return 'unlimited';
  return Array.isArray(value) ? value.map((entry) => (typeof entry === 'object' ? entry.text : entry)) : value;
}

function shown(settings: OtlpSettings): OtlpSettings {
  const names = typeof settings.headers === 'function' ? ['(function)'] : Object.keys(settings.headers);
  const headers = Object.fromEntries(names.map((name) => [name, '(hidden)']));
  return { ...settings, headers, url: shownUrl(settings.url) };
}
