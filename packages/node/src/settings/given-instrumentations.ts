import type { Instrumentation, StartOptions } from '../options.js';
import { isInstrumentation } from '../patching/instrumentation.js';
import type { SettingFinding } from './settings.js';

/** Gives the instrumentations that were passed to `start()`, in a list or under `instances`. */
export function givenInstrumentations(options: StartOptions): Instrumentation[] {
  return entries(options).filter(isInstrumentation);
}

/** Finds what was passed as an instrumentation and is none. */
export function wrongInstrumentations(options: StartOptions): SettingFinding[] {
  const wrong = entries(options).filter((entry) => !isInstrumentation(entry));
  const expected = 'instances of OpenTelemetry instrumentations, such as new PgInstrumentation()';
  return wrong.map((got) => ({ name: 'option instrumentations', expected, got: typeof got, action: 'it is ignored' }));
}

/** Lists are taken flat, as the SDK of OpenTelemetry does. */
function entries(options: StartOptions): unknown[] {
  const given: unknown = options?.instrumentations;
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.flat(2);
  const instances: unknown = typeof given === 'object' ? (given as { instances?: unknown }).instances : given;
  return instances === undefined ? [] : [instances].flat(2);
}
