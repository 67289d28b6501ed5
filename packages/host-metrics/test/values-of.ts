import type { HostGroup } from '../src/host-group.js';
import { measureHost } from '../src/measure-host.js';
import { readHost } from '../src/read-host.js';
import { layOutMachine, type Machine } from './machine.js';

/** The values of one group as `name unit {attributes} value`. */
export function valuesOf(group: HostGroup, machine: Machine = layOutMachine('laptop')): string[] {
  return measureHost(readHost({ ...machine.options, include: [group] })).map(
    ({ metric, value, attributes }) => `${metric.name} ${metric.unit} ${JSON.stringify(attributes)} ${value}`,
  );
}
