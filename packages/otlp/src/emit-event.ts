import type { ExportEvent } from './export-event.js';

/** Tells a listener, if there is one. A listener that throws must not stop an export, and it is itself the place where faults are told. */
export function emitEvent(listener: ((event: ExportEvent) => void) | undefined, event: ExportEvent): void {
  try {
    listener?.(event);
  } catch {
    return;
  }
}
