import type { SettingValues } from '../settings/settings.js';
import { findInstalled } from './find-installed.js';
import { shortName } from './instrumentation.js';
import type { Patching, PatchingHost } from './patch.js';

/**
 * Starts the instrumentations that the app gives, and the official ones that it has installed together with a library without channels.
 * Where there are none, nothing is hooked, and nothing more is loaded.
 *
 * @param isActive whether the instrumentation of a short name is enabled
 */
export function startPatching(values: SettingValues, host: PatchingHost, isActive: (name: string) => boolean): Patching {
  const taken = new Set(host.given.map(shortName));
  const installed = findInstalled(host.entryPoint, host.workingDirectory).filter(({ name }) => isActive(name) && !taken.has(name));
  if (host.given.length + installed.length === 0) return { names: [], stop: () => undefined };
  return (require('./patch.cjs') as typeof import('./patch.js')).patch(values, host, installed);
}
