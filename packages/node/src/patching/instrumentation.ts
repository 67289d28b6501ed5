import type { Instrumentation } from '../options.js';

const official = '@opentelemetry/instrumentation-';

/** Gives the short name of an official instrumentation, and the whole name of any other. */
export function shortName({ instrumentationName }: Instrumentation): string {
  return instrumentationName.startsWith(official) ? instrumentationName.slice(official.length) : instrumentationName;
}

/** Says whether something is an instrumentation; of which copy of OpenTelemetry does not matter. */
export function isInstrumentation(value: unknown): value is Instrumentation {
  const candidate = value as Partial<Instrumentation> | null | undefined;
  return (
    typeof candidate?.instrumentationName === 'string' &&
    typeof candidate.enable === 'function' &&
    typeof candidate.setTracerProvider === 'function'
  );
}

/** Gives the packages that an instrumentation patches, where it tells them. */
export function patchedModules(instrumentation: Instrumentation): string[] {
  const { getModuleDefinitions } = instrumentation as { getModuleDefinitions?: () => readonly { readonly name: string }[] };
  return getModuleDefinitions?.call(instrumentation).map(({ name }) => name) ?? [];
}
