import { diag } from '@opentelemetry/api';
import { assemble, RefusedStart } from './assemble.js';
import { createDiagLogger } from './diagnostics.js';
import { startPending } from './lazy/start-lazily.js';
import type { StartOptions } from './options.js';
import { processEnvironment } from './settings/process-environment.js';
import type { Telemetry } from './telemetry.js';

const slot: unique symbol = Symbol.for('telewright') as never;
const holder = globalThis as { [slot]?: Telemetry };

/**
 * Starts traces, metrics and logs for this process behind the global OpenTelemetry API and sends them by OTLP. What is not given here is
 * read from the standard `OTEL_*` variables, the `FINOPS_*` labels and `TELEWRIGHT_*` (see docs/settings.md).
 *
 * Telemetry that already runs, for instance because of `--require @telewright/node/register`, is returned with a warning.
 *
 * @throws TypeError for a wrong option, variable or label, in strict mode only
 */
export function start(options: StartOptions = {}): Telemetry {
  startPending();
  const running = holder[slot];
  if (running) {
    diag.warn('telemetry has been started before: this call to start() and its options change nothing');
    return running;
  }
  const telemetry = assembled(options);
  holder[slot] = telemetry;
  return telemetry;
}

/** A fault of ours must not become one of the host: it goes on without telemetry. */
function assembled(options: StartOptions): Telemetry {
  try {
    return assemble(options, processEnvironment());
  } catch (error) {
    if (error instanceof RefusedStart) throw error;
    createDiagLogger().error('telemetry could not be started; the service runs on without it', error);
    return {
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
      settings: { values: {}, resource: {}, instrumentations: [], findings: [] },
    };
  }
}

/** Gives the telemetry that runs in this process, whoever started it. */
export function runningTelemetry(): Telemetry | undefined {
  startPending();
  return holder[slot];
}
