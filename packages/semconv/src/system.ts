import type { MetricDefinition } from './metric-definition.js';

// Names, instruments and units of semantic-conventions 1.45, copied because the package's incubating entry costs 346 kB when
// bundled as CommonJS, may break in a minor version and carries no units. A test compares each name with that entry.

/** The `cpu.mode` attribute. */
export const ATTR_CPU_MODE = 'cpu.mode';
/** The `cpu.logical_number` attribute. */
export const ATTR_CPU_LOGICAL_NUMBER = 'cpu.logical_number';
/** The `disk.io.direction` attribute. */
export const ATTR_DISK_IO_DIRECTION = 'disk.io.direction';
/** The `network.io.direction` attribute. */
export const ATTR_NETWORK_IO_DIRECTION = 'network.io.direction';
/** The `network.interface.name` attribute. */
export const ATTR_NETWORK_INTERFACE_NAME = 'network.interface.name';
/** The `network.connection.state` attribute. */
export const ATTR_NETWORK_CONNECTION_STATE = 'network.connection.state';
/** The `system.device.name` attribute. */
export const ATTR_SYSTEM_DEVICE_NAME = 'system.device.name';
/** The `system.filesystem.mode` attribute. */
export const ATTR_SYSTEM_FILESYSTEM_MODE = 'system.filesystem.mode';
/** The `system.filesystem.mountpoint` attribute. */
export const ATTR_SYSTEM_FILESYSTEM_MOUNTPOINT = 'system.filesystem.mountpoint';
/** The `system.filesystem.state` attribute. */
export const ATTR_SYSTEM_FILESYSTEM_STATE = 'system.filesystem.state';
/** The `system.filesystem.type` attribute. */
export const ATTR_SYSTEM_FILESYSTEM_TYPE = 'system.filesystem.type';
/** The `system.memory.state` attribute. */
export const ATTR_SYSTEM_MEMORY_STATE = 'system.memory.state';
/** The `system.memory.linux.slab.state` attribute. */
export const ATTR_SYSTEM_MEMORY_LINUX_SLAB_STATE = 'system.memory.linux.slab.state';
/** The `system.paging.direction` attribute. */
export const ATTR_SYSTEM_PAGING_DIRECTION = 'system.paging.direction';
/** The `system.paging.fault.type` attribute. */
export const ATTR_SYSTEM_PAGING_FAULT_TYPE = 'system.paging.fault.type';
/** The `system.paging.state` attribute. */
export const ATTR_SYSTEM_PAGING_STATE = 'system.paging.state';

/** Defines `system.uptime`. */
export const SYSTEM_UPTIME: MetricDefinition<'gauge'> = {
  name: 'system.uptime',
  instrument: 'gauge',
  unit: 's',
  description: 'The time the system has been running.',
};
/** Defines `system.cpu.physical.count`. */
export const SYSTEM_CPU_PHYSICAL_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'system.cpu.physical.count',
  instrument: 'updowncounter',
  unit: '{cpu}',
  description: 'Number of physical processor cores.',
};
/** Defines `system.cpu.logical.count`. */
export const SYSTEM_CPU_LOGICAL_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'system.cpu.logical.count',
  instrument: 'updowncounter',
  unit: '{cpu}',
  description: 'Number of logical processor cores.',
};
/** Defines `system.cpu.time`. */
export const SYSTEM_CPU_TIME: MetricDefinition<'counter'> = {
  name: 'system.cpu.time',
  instrument: 'counter',
  unit: 's',
  description: 'Seconds each logical CPU spent on each mode.',
};
/** Defines `system.cpu.utilization`. */
export const SYSTEM_CPU_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'system.cpu.utilization',
  instrument: 'gauge',
  unit: '1',
  description: 'Share of the time between two collections that each logical CPU spent on each mode.',
};
/** Defines `system.memory.usage`. */
export const SYSTEM_MEMORY_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'system.memory.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Memory by state; `used` and `available` add up to the limit.',
};
/** Defines `system.memory.limit`. */
export const SYSTEM_MEMORY_LIMIT: MetricDefinition<'updowncounter'> = {
  name: 'system.memory.limit',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Total memory of the system.',
};
/** Defines `system.memory.utilization`. */
export const SYSTEM_MEMORY_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'system.memory.utilization',
  instrument: 'gauge',
  unit: '1',
  description: 'Fraction of memory by state.',
};
/** Defines `system.memory.linux.available`. */
export const SYSTEM_MEMORY_LINUX_AVAILABLE: MetricDefinition<'updowncounter'> = {
  name: 'system.memory.linux.available',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Estimate of the memory available for new applications without swapping.',
};
/** Defines `system.memory.linux.shared`. */
export const SYSTEM_MEMORY_LINUX_SHARED: MetricDefinition<'updowncounter'> = {
  name: 'system.memory.linux.shared',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Shared memory, mostly tmpfs.',
};
/** Defines `system.memory.linux.slab.usage`. */
export const SYSTEM_MEMORY_LINUX_SLAB_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'system.memory.linux.slab.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Memory the kernel uses for caches of frequently used objects.',
};
/** Defines `system.paging.usage`. */
export const SYSTEM_PAGING_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'system.paging.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Swap usage by state.',
};
/** Defines `system.paging.utilization`. */
export const SYSTEM_PAGING_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'system.paging.utilization',
  instrument: 'gauge',
  unit: '1',
  description: 'Fraction of swap by state.',
};
/** Defines `system.paging.faults`. */
export const SYSTEM_PAGING_FAULTS: MetricDefinition<'counter'> = {
  name: 'system.paging.faults',
  instrument: 'counter',
  unit: '{fault}',
  description: 'Number of page faults.',
};
/** Defines `system.paging.operations`. */
export const SYSTEM_PAGING_OPERATIONS: MetricDefinition<'counter'> = {
  name: 'system.paging.operations',
  instrument: 'counter',
  unit: '{operation}',
  description: 'Number of pages moved from and to swap.',
};
/** Defines `system.disk.io`. */
export const SYSTEM_DISK_IO: MetricDefinition<'counter'> = {
  name: 'system.disk.io',
  instrument: 'counter',
  unit: 'By',
  description: 'Disk bytes transferred.',
};
/** Defines `system.disk.operations`. */
export const SYSTEM_DISK_OPERATIONS: MetricDefinition<'counter'> = {
  name: 'system.disk.operations',
  instrument: 'counter',
  unit: '{operation}',
  description: 'Disk operations completed.',
};
/** Defines `system.disk.io_time`. */
export const SYSTEM_DISK_IO_TIME: MetricDefinition<'counter'> = {
  name: 'system.disk.io_time',
  instrument: 'counter',
  unit: 's',
  description: 'Time the disk was busy.',
};
/** Defines `system.disk.operation_time`. */
export const SYSTEM_DISK_OPERATION_TIME: MetricDefinition<'counter'> = {
  name: 'system.disk.operation_time',
  instrument: 'counter',
  unit: 's',
  description: 'Sum of the time each operation took to complete.',
};
/** Defines `system.disk.merged`. */
export const SYSTEM_DISK_MERGED: MetricDefinition<'counter'> = {
  name: 'system.disk.merged',
  instrument: 'counter',
  unit: '{operation}',
  description: 'Disk operations merged into one physical access.',
};
/** Defines `system.disk.limit`. */
export const SYSTEM_DISK_LIMIT: MetricDefinition<'updowncounter'> = {
  name: 'system.disk.limit',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Total storage capacity of the disk.',
};
/** Defines `system.filesystem.usage`. */
export const SYSTEM_FILESYSTEM_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'system.filesystem.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Filesystem space by state; the states add up to the limit.',
};
/** Defines `system.filesystem.utilization`. */
export const SYSTEM_FILESYSTEM_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'system.filesystem.utilization',
  instrument: 'gauge',
  unit: '1',
  description: 'Fraction of filesystem space by state.',
};
/** Defines `system.filesystem.limit`. */
export const SYSTEM_FILESYSTEM_LIMIT: MetricDefinition<'updowncounter'> = {
  name: 'system.filesystem.limit',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'Total storage capacity of the filesystem.',
};
/** Defines `system.network.io`. */
export const SYSTEM_NETWORK_IO: MetricDefinition<'counter'> = {
  name: 'system.network.io',
  instrument: 'counter',
  unit: 'By',
  description: 'Bytes transmitted and received.',
};
/** Defines `system.network.packet.count`. */
export const SYSTEM_NETWORK_PACKET_COUNT: MetricDefinition<'counter'> = {
  name: 'system.network.packet.count',
  instrument: 'counter',
  unit: '{packet}',
  description: 'Packets transmitted and received.',
};
/** Defines `system.network.packet.dropped`. */
export const SYSTEM_NETWORK_PACKET_DROPPED: MetricDefinition<'counter'> = {
  name: 'system.network.packet.dropped',
  instrument: 'counter',
  unit: '{packet}',
  description: 'Packets dropped although there was no error.',
};
/** Defines `system.network.errors`. */
export const SYSTEM_NETWORK_ERRORS: MetricDefinition<'counter'> = {
  name: 'system.network.errors',
  instrument: 'counter',
  unit: '{error}',
  description: 'Network errors detected.',
};
/** Defines `system.network.connection.count`. */
export const SYSTEM_NETWORK_CONNECTION_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'system.network.connection.count',
  instrument: 'updowncounter',
  unit: '{connection}',
  description: 'Number of connections by state.',
};
/** Defines `system.process.count`. */
export const SYSTEM_PROCESS_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'system.process.count',
  instrument: 'updowncounter',
  unit: '{process}',
  description: 'Number of processes.',
};
/** Defines `system.process.created`. */
export const SYSTEM_PROCESS_CREATED: MetricDefinition<'counter'> = {
  name: 'system.process.created',
  instrument: 'counter',
  unit: '{process}',
  description: 'Number of processes created since the system started.',
};

// Not in the conventions: the names that the OpenTelemetry Collector's host metrics receiver gives load averages.
/** Defines `system.cpu.load_average.1m`. */
export const SYSTEM_CPU_LOAD_AVERAGE_1M: MetricDefinition<'gauge'> = {
  name: 'system.cpu.load_average.1m',
  instrument: 'gauge',
  unit: '{thread}',
  description: 'Runnable and waiting threads, averaged over 1 minute.',
};
/** Defines `system.cpu.load_average.5m`. */
export const SYSTEM_CPU_LOAD_AVERAGE_5M: MetricDefinition<'gauge'> = {
  name: 'system.cpu.load_average.5m',
  instrument: 'gauge',
  unit: '{thread}',
  description: 'Runnable and waiting threads, averaged over 5 minutes.',
};
/** Defines `system.cpu.load_average.15m`. */
export const SYSTEM_CPU_LOAD_AVERAGE_15M: MetricDefinition<'gauge'> = {
  name: 'system.cpu.load_average.15m',
  instrument: 'gauge',
  unit: '{thread}',
  description: 'Runnable and waiting threads, averaged over 15 minutes.',
};
