import { labelDefinitions } from './label-definitions.js';
import { parseResourceAttributes } from './resource-attributes-variable.js';
import type { ResourceBuilder } from './resource-builder.js';
import type { ResourceInput } from './resource-input.js';

/** Offers the labels and attributes from code, then what was declared elsewhere. */
export function offerCode(builder: ResourceBuilder, input: ResourceInput): void {
  const labels: Readonly<Record<string, unknown>> = { ...input.labels };
  for (const { attribute, option } of labelDefinitions) if (option) builder.offer(attribute, labels[option], 'code');
  for (const [attribute, value] of Object.entries(input.attributes ?? {})) builder.offer(attribute, value, 'code');
  for (const { attribute, value, source } of input.declared ?? []) builder.offer(attribute, value, source);
  const known = labelDefinitions.flatMap(({ option }) => option ?? []);
  for (const option of Object.keys(labels).filter((name) => !known.some((other) => other === name))) {
    builder.findings.push({
      key: option,
      rule: 'unknown-option',
      severity: 'warning',
      expected: `one of ${known.join(', ')}`,
      got: 'an unknown label',
      source: 'code',
      action: 'left out',
      remedy: `correct the name, or pass it under attributes`,
    });
  }
}

/** Offers the attributes of `OTEL_RESOURCE_ATTRIBUTES`, all or none. */
export function offerResourceAttributes(builder: ResourceBuilder, { environment }: ResourceInput): void {
  const source = 'OTEL_RESOURCE_ATTRIBUTES';
  const parsed = parseResourceAttributes(environment[source] ?? '');
  if ('problem' in parsed) {
    builder.findings.push({
      key: source,
      rule: 'unparsable',
      severity: 'error',
      expected: "key=value,key=value with ',', '=' and '%' percent-encoded",
      got: parsed.problem,
      source,
      action: 'all of it is discarded, as the specification says',
      remedy: `correct ${source}: ${parsed.problem}`,
    });
    return;
  }
  // The last of several values for one key counts, as in other SDKs.
  for (const [key, value] of new Map(parsed.pairs)) builder.offer(key, value, source);
}
