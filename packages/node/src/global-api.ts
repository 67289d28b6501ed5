import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import * as bundled from '@opentelemetry/api';

export type GlobalApi = Pick<typeof bundled, 'context' | 'diag' | 'logs' | 'metrics' | 'propagation' | 'trace'>;

/** Minor version of the API copy in this run-time; a test holds it against the installed package. */
export const bundledApiMinor = 10;

/**
 * Gives the copy of `@opentelemetry/api` through which the globals have to be registered. A copy accepts globals of its own or a newer
 * minor version only, so where the app has a newer one than this run-time carries, that one is used.
 */
export function globalApi(entryPoint: string): GlobalApi {
  const minor = installedApiMinor(entryPoint);
  if (minor === undefined || minor <= bundledApiMinor) return bundled;
  return createRequire(entryPoint)('@opentelemetry/api') as GlobalApi;
}

function installedApiMinor(entryPoint: string): number | undefined {
  try {
    const manifest = findPackageJSON('@opentelemetry/api', pathToFileURL(entryPoint));
    const version = manifest && /^1\.(\d+)\./.exec(JSON.parse(readFileSync(manifest, 'utf8')).version);
    return version ? Number(version[1]) : undefined;
  } catch {
    return undefined; // not installed, or not readable: the app has no copy of its own to disagree with
  }
}
