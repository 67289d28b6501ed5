import type { GroupSource } from './group-source.js';
import { battery } from './groups/battery.js';
import { connections } from './groups/connections.js';
import { container } from './groups/container.js';
import { cpu } from './groups/cpu.js';
import { disk } from './groups/disk.js';
import { energy } from './groups/energy.js';
import { filesystem } from './groups/filesystem.js';
import { load } from './groups/load.js';
import { memory } from './groups/memory.js';
import { network } from './groups/network.js';
import { paging } from './groups/paging.js';
import { pressure } from './groups/pressure.js';
import { processes } from './groups/processes.js';
import { temperature } from './groups/temperature.js';
import { uptime } from './groups/uptime.js';
import type { HostGroups } from './host-snapshot.js';

/** The source of each group. */
export const groupSources: { readonly [Group in keyof HostGroups]: GroupSource<HostGroups[Group]> } = {
  cpu,
  memory,
  paging,
  disk,
  filesystem,
  network,
  connections,
  load,
  processes,
  uptime,
  pressure,
  temperature,
  energy,
  battery,
  container,
};
