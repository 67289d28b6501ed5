import { diag } from '@opentelemetry/api';

/** Tells that a part that somebody plugged in threw. It must not stop the other parts, and never the host. */
export function reportFault(where: string, error: unknown): void {
  diag.error(`${where} threw; telemetry goes on without what it was doing`, error);
}
