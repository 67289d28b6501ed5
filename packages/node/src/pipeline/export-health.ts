import { diag } from '@opentelemetry/api';
import type { ExportEvent } from '@telewright/otlp';
import type { Signal } from '../settings/settings.js';

/** Watches what becomes of exports. */
export interface ExportHealth {
  readonly onEvent: (event: ExportEvent) => void;
}

/**
 * Creates the watcher that says when a signal's export starts to fail and when it works again: one line each, however long the outage.
 *
 * @param shownUrl gives the URL of a signal as it may be shown
 */
export function createExportHealth(shownUrl: (signal: Signal) => string): ExportHealth {
  const lost = new Map<Signal, number>();
  const fail = (signal: Signal, items: number, reason: string): void => {
    const before = lost.get(signal);
    lost.set(signal, (before ?? 0) + items);
    if (before === undefined)
      diag.warn(
        `${signal} can't be sent to ${shownUrl(signal)}: ${reason}; the service runs on, and the next line tells when it works again`,
      );
  };
  return {
    onEvent(event) {
      if (event.type === 'failed') fail(event.signal, event.items, event.reason);
      if (event.type === 'partial_success') diag.warn(`${event.signal}: the Collector rejected ${event.rejected} items: ${event.message}`);
      if (event.type !== 'delivered') return;
      const items = lost.get(event.signal);
      if (items === undefined) return;
      lost.delete(event.signal);
      diag.info(`${event.signal} are sent again to ${shownUrl(event.signal)}; ${items} items were lost meanwhile`);
    },
  };
}
