import { readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { context, diag, logs, metrics, propagation, trace } from '@opentelemetry/api';
import { isNewerThanBundled } from './bundled-api.js';

export type GlobalApi = Pick<typeof import('@opentelemetry/api'), 'context' | 'diag' | 'logs' | 'metrics' | 'propagation' | 'trace'>;

/** One by one: as a namespace, the bundle would carry all of the API. */
const bundled: GlobalApi = { context, diag, logs, metrics, propagation, trace };

/**
 * Gives the copy of `@opentelemetry/api` through which the globals have to be registered. A copy accepts globals of its own or a newer
 * minor version only, so where the app has a newer one than this run-time carries, that one is used.
 */
export function globalApi(entryPoint: string): GlobalApi {
  if (!isNewerThanBundled(installedApiVersion(entryPoint))) return bundled;
  return createRequire(entryPoint)('@opentelemetry/api') as GlobalApi;
}

function installedApiVersion(entryPoint: string): unknown {
  try {
    const manifest = findPackageJSON('@opentelemetry/api', pathToFileURL(entryPoint));
    return manifest && JSON.parse(readFileSync(manifest, 'utf8')).version;
  } catch {
    return undefined; // not installed, or not readable: the app has no copy of its own to disagree with
  }
}
