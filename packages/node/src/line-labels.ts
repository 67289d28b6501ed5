import { labelDefinitions } from '@telewright/resource';

/** Gives the labels that log lines carry: those of the resource that were chosen and are there, in the order of the choice. */
export function lineLabels(
  chosen: readonly string[],
  resource: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number | boolean>> {
  const names = chosen[0] === 'resource' ? labelDefinitions.map(({ attribute }) => attribute) : chosen;
  return Object.fromEntries(names.flatMap((name) => (isPlain(resource[name]) ? [[name, resource[name]]] : [])));
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
