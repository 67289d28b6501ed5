import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNewerThanBundled } from '../bundled-api.js';
import { hasOlderPino } from './older-pino.js';

/** Settings whose meaning begins with the first moment of the process: a refused start, and loggers and modules that have no channel of their own. */
export const immediateVariables: readonly string[] = [
  'TELEWRIGHT_STRICT',
  'TELEWRIGHT_LOG_CONSOLE',
  'OTEL_SDK_DISABLED',
  'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
  'OTEL_CONFIG_FILE',
  'OTEL_EXPERIMENTAL_CONFIG_FILE',
];

/** Packages that have to be prepared before the app loads what they are for. */
const early = /^(instrumentation-|api-logs$)/;

/** Tells whether telemetry has to be started before the app's first line. */
export function mustStartNow(
  environment: Readonly<Record<string, string | undefined>>,
  entryPoint: string | undefined,
  workingDirectory: string,
): boolean {
  if (immediateVariables.some((name) => environment[name]?.trim())) return true;
  // It is asked before the app does anything.
  if (/prometheus/i.test(environment['OTEL_METRICS_EXPORTER'] ?? '')) return true;
  return foldersOf(entryPoint, workingDirectory).some((folder) => hasEarlyPackages(folder) || hasOlderPino(folder));
}

/** Gives the folders from which an app resolves its packages. */
export function foldersOf(entryPoint: string | undefined, workingDirectory: string): string[] {
  const folder = entryPoint === undefined ? workingDirectory : dirname(entryPoint);
  return folder === workingDirectory ? [folder] : [folder, workingDirectory];
}

/** Looks into `node_modules/@opentelemetry` of a folder and of those above it. */
function hasEarlyPackages(folder: string): boolean {
  for (let current = folder; ; current = dirname(current)) {
    try {
      // Not by join(): it looks at each character, often enough here to have V8 compile it.
      const scope = `${current}/node_modules/@opentelemetry`;
      const names = readdirSync(scope);
      if (names.some((name) => early.test(name))) return true;
      // What we would register at first such a copy of the API does not see.
      if (names.includes('api') && isNewerThanBundled(JSON.parse(readFileSync(`${scope}/api/package.json`, 'utf8')).version)) return true;
    } catch {
      // not there, which is the normal case
    }
    if (current === dirname(current)) return false;
  }
}
