import type { MeterProvider } from '@opentelemetry/api';
import { type Finding, labelDefinitions } from '@telewright/resource';
import { ATTR_FINOPS_LABEL_KEY, METRIC_FINOPS_LABEL_MISSING, metricOptions } from '@telewright/semconv';

/**
 * Reports each label that is asked for and missing, or was given and refused, as a series of the gauge `finops.label.missing`, so that a
 * backend can list who lacks what.
 */
export function observeMissingLabels(meterProvider: MeterProvider, findings: readonly Finding[]): void {
  const missing = new Set(findings.filter(isMissing).map(({ key }) => key));
  if (missing.size === 0) return;
  const gauge = meterProvider
    .getMeter('@telewright/node')
    .createObservableGauge(METRIC_FINOPS_LABEL_MISSING.name, metricOptions(METRIC_FINOPS_LABEL_MISSING));
  gauge.addCallback((result) => {
    for (const key of missing) result.observe(1, { [ATTR_FINOPS_LABEL_KEY]: key });
  });
}

function isMissing({ key, rule, action }: Finding): boolean {
  if (rule === 'missing' || rule === 'default-name') return true;
  const refused = action === 'left out' && rule !== 'missing-recommended';
  return refused && labelDefinitions.some(({ attribute }) => attribute === key);
}
