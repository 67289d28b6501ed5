import { labelDefinitions } from '@telewright/resource';
import { list, type Parser } from './parsers.js';

/** Parses `none`, `resource`, or a list of labels by option (`team`) or attribute name (`finops.team.name`, `host.name`). */
export const labelNames: Parser<readonly string[]> = (text) => {
  const parsed = list(text);
  const names = 'value' in parsed ? parsed.value.map(attributeOf) : [];
  const usable = names.length > 0 && names.every((name) => name !== undefined);
  const alone = names.length === 1 || !names.some((name) => name === 'none' || name === 'resource');
  return usable && alone ? { value: names } : { expected: 'none, resource, or a comma-separated list of labels and resource attributes' };
};

function attributeOf(name: string): string | undefined {
  if (name === 'none' || name === 'resource' || name.includes('.')) return name;
  return labelDefinitions.find(({ option }) => option === name)?.attribute;
}
