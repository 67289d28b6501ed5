import {
  ATTR_HOST_ARCH,
  ATTR_HOST_NAME,
  ATTR_OS_TYPE,
  ATTR_OS_VERSION,
  ATTR_PROCESS_COMMAND_ARGS,
  ATTR_PROCESS_EXECUTABLE_NAME,
  ATTR_PROCESS_EXECUTABLE_PATH,
  ATTR_PROCESS_PID,
  ATTR_PROCESS_RUNTIME_NAME,
  ATTR_PROCESS_RUNTIME_VERSION,
} from '@telewright/semconv';
import type { ResourceBuilder } from './resource-builder.js';
import type { ResourceInput } from './resource-input.js';

// The conventions' names where Node's differ: https://opentelemetry.io/docs/specs/semconv/resource/host/
const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm: 'arm32', ia32: 'x86', ppc: 'ppc32' };
const systems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' };

/** Gives the base name of an executable, for paths of any platform. */
export function executableName(path: string): string {
  return /[^/\\]*$/.exec(path)?.[0] ?? '';
}

/** Offers what identifies the process and its runtime. */
export function offerProcess(builder: ResourceBuilder, { process: facts }: ResourceInput): void {
  const source = 'detected from process';
  builder.offer(ATTR_PROCESS_PID, facts.pid, source);
  builder.offer(ATTR_PROCESS_EXECUTABLE_NAME, executableName(facts.executablePath), source);
  builder.offer(ATTR_PROCESS_EXECUTABLE_PATH, facts.executablePath, source);
  builder.offer(ATTR_PROCESS_RUNTIME_NAME, 'nodejs', source);
  builder.offer(ATTR_PROCESS_RUNTIME_VERSION, facts.runtimeVersion.replace(/^v/, ''), source);
  if (facts.commandArguments) builder.offer(ATTR_PROCESS_COMMAND_ARGS, [...facts.commandArguments], source);
}

/** Offers what identifies the host. */
export function offerHost(builder: ResourceBuilder, { process: facts }: ResourceInput): void {
  builder.offer(ATTR_HOST_NAME, facts.hostname, 'detected from host');
  builder.offer(ATTR_HOST_ARCH, architectures[facts.arch] ?? facts.arch, 'detected from host');
}

/** Offers what identifies the operating system. */
export function offerOperatingSystem(builder: ResourceBuilder, { process: facts }: ResourceInput): void {
  builder.offer(ATTR_OS_TYPE, systems[facts.platform] ?? facts.platform, 'detected from os');
  builder.offer(ATTR_OS_VERSION, facts.osVersion, 'detected from os');
}
