import { availableParallelism } from 'node:os';
import type { BatchObservableResult, Meter } from '@opentelemetry/api';
import {
  ATTR_CPU_MODE,
  ATTR_PROCESS_CONTEXT_SWITCH_TYPE,
  ATTR_SYSTEM_PAGING_FAULT_TYPE,
  createObservableInstrument,
  PROCESS_CONTEXT_SWITCHES,
  PROCESS_CPU_TIME,
  PROCESS_CPU_UTILIZATION,
  PROCESS_MEMORY_USAGE,
  PROCESS_MEMORY_VIRTUAL,
  PROCESS_PAGING_FAULTS,
  PROCESS_THREAD_COUNT,
  PROCESS_UNIX_FILE_DESCRIPTOR_COUNT,
  PROCESS_UPTIME,
} from '@telewright/semconv';
import { readLinuxProcess } from './linux-process.js';
import type { RuntimeSource } from './runtime-source.js';

const USER = { [ATTR_CPU_MODE]: 'user' };
const SYSTEM = { [ATTR_CPU_MODE]: 'system' };
const VOLUNTARY = { [ATTR_PROCESS_CONTEXT_SWITCH_TYPE]: 'voluntary' };
const INVOLUNTARY = { [ATTR_PROCESS_CONTEXT_SWITCH_TYPE]: 'involuntary' };
const MAJOR = { [ATTR_SYSTEM_PAGING_FAULT_TYPE]: 'major' };
const MINOR = { [ATTR_SYSTEM_PAGING_FAULT_TYPE]: 'minor' };

/** Observes the process as a whole: CPU, memory, paging, and on Linux threads and open files. */
export function createProcess(meter: Meter): RuntimeSource {
  const common = createCommon(meter);
  const linux = process.platform === 'linux' ? createLinux(meter) : undefined;
  return {
    observables: [...common.observables, ...(linux?.observables ?? [])],
    observe(result, renew) {
      common.observe(result, renew);
      linux?.observe(result, renew);
    },
    stop: () => undefined,
  };
}

function createCommon(meter: Meter): Omit<RuntimeSource, 'stop'> {
  const cpuTime = createObservableInstrument(meter, PROCESS_CPU_TIME);
  const cpuUtilization = createObservableInstrument(meter, PROCESS_CPU_UTILIZATION);
  const switches = createObservableInstrument(meter, PROCESS_CONTEXT_SWITCHES);
  const faults = createObservableInstrument(meter, PROCESS_PAGING_FAULTS);
  const memory = createObservableInstrument(meter, PROCESS_MEMORY_USAGE);
  const uptime = createObservableInstrument(meter, PROCESS_UPTIME);
  const cpus = availableParallelism();
  let baseline = { usage: process.resourceUsage(), uptimeSeconds: process.uptime() };
  return {
    observables: [cpuTime, cpuUtilization, switches, faults, memory, uptime],
    observe(result, renew) {
      const usage = process.resourceUsage();
      const uptimeSeconds = process.uptime();
      result.observe(cpuTime, usage.userCPUTime / 1e6, USER);
      result.observe(cpuTime, usage.systemCPUTime / 1e6, SYSTEM);
      const availableMicros = (uptimeSeconds - baseline.uptimeSeconds) * 1e6 * cpus;
      if (availableMicros > 0) {
        result.observe(cpuUtilization, (usage.userCPUTime - baseline.usage.userCPUTime) / availableMicros, USER);
        result.observe(cpuUtilization, (usage.systemCPUTime - baseline.usage.systemCPUTime) / availableMicros, SYSTEM);
      }
      result.observe(switches, usage.voluntaryContextSwitches, VOLUNTARY);
      result.observe(switches, usage.involuntaryContextSwitches, INVOLUNTARY);
      result.observe(faults, usage.majorPageFault, MAJOR);
      result.observe(faults, usage.minorPageFault, MINOR);
      result.observe(memory, process.memoryUsage.rss());
      result.observe(uptime, uptimeSeconds);
      if (renew) baseline = { usage, uptimeSeconds };
    },
  };
}

function createLinux(meter: Meter): Omit<RuntimeSource, 'stop'> {
  const virtual = createObservableInstrument(meter, PROCESS_MEMORY_VIRTUAL);
  const threads = createObservableInstrument(meter, PROCESS_THREAD_COUNT);
  const fileDescriptors = createObservableInstrument(meter, PROCESS_UNIX_FILE_DESCRIPTOR_COUNT);
  return {
    observables: [virtual, threads, fileDescriptors],
    observe(result: BatchObservableResult) {
      const read = readLinuxProcess();
      result.observe(virtual, read.virtualBytes);
      result.observe(threads, read.threads);
      if (read.fileDescriptors !== undefined) result.observe(fileDescriptors, read.fileDescriptors);
    },
  };
}
