import type { HostMeasurement, MeasureContext } from './group-source.js';
import { groupSources } from './group-sources.js';
import { HOST_GROUPS, type HostGroup } from './host-group.js';
import type { HostGroups, HostSnapshot } from './host-snapshot.js';

/** Says how a snapshot becomes values. */
export interface MeasureOptions {
  /** Whether CPU time and utilization are told for each logical CPU, or as one sum. @default true on hosts with up to 64 logical CPUs */
  readonly perCpu?: boolean;
}

// Two metrics with seven modes: above this, CPUs alone would come near the SDK's limit of 2,000 series.
const MAX_SINGLE_CPUS = 64;

/**
 * Turns a snapshot into the values that `observeHost` sends, in the order of the groups. With an earlier snapshot of the same reader there are
 * also the values that are changes over time: CPU utilization and a container's CPU usage.
 */
export function measureHost(current: HostSnapshot, previous?: HostSnapshot, options: MeasureOptions = {}): HostMeasurement[] {
  const context: MeasureContext = {
    elapsedSeconds: previous ? (current.monotonicMillis - previous.monotonicMillis) / 1000 : 0,
    perCpu: options.perCpu ?? (current.cpu?.logicalCount ?? 0) <= MAX_SINGLE_CPUS,
  };
  return HOST_GROUPS.flatMap((group) => measureGroup(group, current, previous, context));
}

function measureGroup<Group extends HostGroup>(
  group: Group,
  current: Partial<HostGroups>,
  previous: Partial<HostGroups> | undefined,
  context: MeasureContext,
): HostMeasurement[] {
  const snapshot: HostGroups[Group] | undefined = current[group];
  const before: HostGroups[Group] | undefined = previous?.[group];
  return snapshot === undefined ? [] : groupSources[group].measure(snapshot, before, context);
}
