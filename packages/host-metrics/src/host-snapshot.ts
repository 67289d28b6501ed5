import type { BatterySnapshot } from './groups/battery.js';
import type { ConnectionsSnapshot } from './groups/connections.js';
import type { ContainerSnapshot } from './groups/container.js';
import type { CpuSnapshot } from './groups/cpu.js';
import type { DiskSnapshot } from './groups/disk.js';
import type { EnergySnapshot } from './groups/energy.js';
import type { FilesystemSnapshot } from './groups/filesystem.js';
import type { LoadSnapshot } from './groups/load.js';
import type { MemorySnapshot } from './groups/memory.js';
import type { NetworkSnapshot } from './groups/network.js';
import type { PagingSnapshot } from './groups/paging.js';
import type { PressureSnapshot } from './groups/pressure.js';
import type { ProcessesSnapshot } from './groups/processes.js';
import type { TemperatureSnapshot } from './groups/temperature.js';
import type { UptimeSnapshot } from './groups/uptime.js';
import type { HostGroup } from './host-group.js';

/** What each group reads. */
export interface HostGroups {
  readonly cpu: CpuSnapshot;
  readonly memory: MemorySnapshot;
  readonly paging: PagingSnapshot;
  readonly disk: readonly DiskSnapshot[];
  readonly filesystem: readonly FilesystemSnapshot[];
  readonly network: readonly NetworkSnapshot[];
  readonly connections: ConnectionsSnapshot;
  readonly load: LoadSnapshot;
  readonly processes: ProcessesSnapshot;
  readonly uptime: UptimeSnapshot;
  readonly pressure: readonly PressureSnapshot[];
  readonly temperature: readonly TemperatureSnapshot[];
  readonly energy: readonly EnergySnapshot[];
  readonly battery: readonly BatterySnapshot[];
  readonly container: ContainerSnapshot;
}

/** A group that was asked for and could not be read, and why. */
export interface UnavailableGroup {
  readonly group: HostGroup;
  readonly reason: string;
}

/** The state of the host at one time: the groups that were asked for and could be read. It is plain data and can be sent as JSON. */
export interface HostSnapshot extends Partial<HostGroups> {
  readonly timeUnixMillis: number;
  /** A clock that only goes forward, to measure the time between two snapshots of one process. */
  readonly monotonicMillis: number;
  readonly platform: NodeJS.Platform;
  readonly unavailable: readonly UnavailableGroup[];
}
