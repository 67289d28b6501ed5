import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { diag, logs, metrics, trace } from '@opentelemetry/api';
import type { Instrumentation } from '../options.js';
import type { SettingValues } from '../settings/settings.js';
import { bridgeRoutes } from './bridge-routes.js';
import type { InstalledInstrumentation } from './find-installed.js';
import { hookImports, type Located } from './hook-imports.js';
import { shortName } from './instrumentation.js';
import { type InstrumentationClass, patchNamespaces } from './patch-namespaces.js';
import { patchedLibraries } from './patched-libraries.js';

/** What patching needs to know of the app. */
export interface PatchingHost {
  readonly entryPoint: string | undefined;
  readonly workingDirectory: string;
  /** Instrumentations that the app gives itself. */
  readonly given: readonly Instrumentation[];
}

/** The instrumentations that patch. */
export interface Patching {
  readonly names: readonly string[];
  stop(): void;
}

/** Starts the instrumentations that the app gives, and those that were found: a file of the package of its own, which is loaded where there are some. */
export function patch(values: SettingValues, host: PatchingHost, installed: readonly InstalledInstrumentation[]): Patching {
  const folder = host.entryPoint === undefined ? host.workingDirectory : dirname(host.entryPoint);
  const located: Located[] = [
    ...host.given.map((instrumentation) => ({ instrumentation, folder })),
    ...installed.flatMap((one) => attempt(one.name, () => ({ instrumentation: load(one, values), folder: one.folder })) ?? []),
  ];
  const names = located.map(({ instrumentation }) => shortName(instrumentation));
  for (const { instrumentation } of located) attempt(shortName(instrumentation), () => connect(instrumentation));
  attempt(names.join(', '), () => hookImports(located));
  const stopBridge = names.some((name) => patchedLibraries[name]?.framework) ? bridgeRoutes() : undefined;
  return {
    names,
    stop() {
      stopBridge?.();
      for (const { instrumentation } of located) attempt(shortName(instrumentation), () => instrumentation.disable());
    },
  };
}

/** What others wrote must not end the start. */
function attempt<T>(name: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    diag.warn(`the instrumentation ${name} failed; its calls may be missing`, error);
    return undefined;
  }
}

function load({ name, folder, libraries }: InstalledInstrumentation, values: SettingValues): Instrumentation {
  const require = createRequire(`${folder}/`);
  const early = libraries
    .map((library) => realpathSync(library) + sep)
    .some((path) => Object.keys(require.cache).some((file) => file.startsWith(path)));
  if (early) {
    diag.warn(
      `${name} was loaded before telemetry was started, so that its calls may be missing: load telemetry first, with --require @telewright/node/register`,
    );
  }
  const exported = require(`@opentelemetry/instrumentation-${name}`) as Record<string, InstrumentationClass>;
  const Class = Object.entries(exported).find(([key]) => key.endsWith('Instrumentation'))?.[1];
  if (Class === undefined) throw new Error('its package exports no instrumentation');
  return new (patchNamespaces(Class))({ ...patchedLibraries[name]?.config?.(values) });
}

/** Instrumentations have their instruments from the time they were made; only now the providers are there. */
function connect(instrumentation: Instrumentation): void {
  instrumentation.setTracerProvider(trace.getTracerProvider());
  instrumentation.setMeterProvider(metrics.getMeterProvider());
  instrumentation.setLoggerProvider?.(logs.getLoggerProvider());
  instrumentation.enable();
}
