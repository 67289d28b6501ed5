import type { MetricDefinition } from './metric-definition.js';

// Copied from semantic-conventions 1.45 for the reasons given in system.ts. `cpu.mode` and `system.paging.fault.type` stand there too.

/** Name of the attribute for whether a process gave up the CPU (`voluntary`) or was made to (`involuntary`). */
export const ATTR_PROCESS_CONTEXT_SWITCH_TYPE = 'process.context_switch.type';

/** Name of the attribute for the code with which a process ended. */
export const ATTR_PROCESS_EXIT_CODE = 'process.exit.code';

/** CPU time of the process, by mode. */
export const PROCESS_CPU_TIME: MetricDefinition<'counter'> = {
  name: 'process.cpu.time',
  instrument: 'counter',
  unit: 's',
  description: 'Total CPU seconds broken down by different CPU modes.',
};
/** Share of the CPUs available to the process that it used, 0 to 1, by mode. */
export const PROCESS_CPU_UTILIZATION: MetricDefinition<'gauge'> = {
  name: 'process.cpu.utilization',
  instrument: 'gauge',
  unit: '1',
  description:
    'Difference in process.cpu.time since the last measurement, divided by the elapsed time and number of CPUs available to the process.',
};
/** Physical memory in use (RSS). */
export const PROCESS_MEMORY_USAGE: MetricDefinition<'updowncounter'> = {
  name: 'process.memory.usage',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'The amount of physical memory in use.',
};
/** Virtual memory. */
export const PROCESS_MEMORY_VIRTUAL: MetricDefinition<'updowncounter'> = {
  name: 'process.memory.virtual',
  instrument: 'updowncounter',
  unit: 'By',
  description: 'The amount of committed virtual memory.',
};
/** Threads of the process. */
export const PROCESS_THREAD_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'process.thread.count',
  instrument: 'updowncounter',
  unit: '{thread}',
  description: 'Process threads count.',
};
/** Open file descriptors. */
export const PROCESS_UNIX_FILE_DESCRIPTOR_COUNT: MetricDefinition<'updowncounter'> = {
  name: 'process.unix.file_descriptor.count',
  instrument: 'updowncounter',
  unit: '{file_descriptor}',
  description: 'Number of UNIX file descriptors in use by the process.',
};
/** Context switches, by type. */
export const PROCESS_CONTEXT_SWITCHES: MetricDefinition<'counter'> = {
  name: 'process.context_switches',
  instrument: 'counter',
  unit: '{context_switch}',
  description: 'Number of times the process has been context switched.',
};
/** Page faults, by type. */
export const PROCESS_PAGING_FAULTS: MetricDefinition<'counter'> = {
  name: 'process.paging.faults',
  instrument: 'counter',
  unit: '{fault}',
  description: 'Number of page faults the process has made.',
};
/** Time since the process started. */
export const PROCESS_UPTIME: MetricDefinition<'gauge'> = {
  name: 'process.uptime',
  instrument: 'gauge',
  unit: 's',
  description: 'The time the process has been running.',
};
