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

/** Parses pairs of a label, by option or attribute name, and the label of the pod that has its value: `team=squad`. */
export const podLabelNames: Parser<Readonly<Record<string, string>>> = (text) => {
  const parsed = list(text);
  const pairs = 'value' in parsed ? parsed.value.map((entry) => /^([^=\s]+)\s*=\s*([\w./-]+)$/.exec(entry)) : [];
  const entries = pairs.map((pair) => [attributeOf(pair?.[1] ?? ''), pair?.[2]]);
  const usable =
    entries.length > 0 && entries.every((entry) => entry.every((part) => part !== undefined && part !== 'none' && part !== 'resource'));
  return usable
    ? { value: Object.fromEntries(entries) }
    : { expected: 'pairs of a label and a pod label, such as team=squad, separated by commas' };
};

function attributeOf(name: string): string | undefined {
  if (name === 'none' || name === 'resource' || name.includes('.')) return name;
  return labelDefinitions.find(({ option }) => option === name)?.attribute;
}
