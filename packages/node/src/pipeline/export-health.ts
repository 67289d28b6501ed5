import { diag } from '@opentelemetry/api';
import type { DropReason, ExportEvent } from '@telewright/otlp';
import type { Signal } from '../settings/settings.js';

/** Watches what becomes of exports. */
export interface ExportHealth {
  readonly onEvent: (event: ExportEvent) => void;
}

const reasons: Readonly<Record<DropReason, string>> = {
  encoding: 'some items can not be encoded',
  concurrency: 'too many batches wait for the Collector',
  shutdown: 'telemetry has been shut down',
};

/**
 * Creates the watcher that says when a signal's export starts to fail and when it works again: one line each, however long the outage.
 *
 * @param shownUrl gives the URL of a signal as it may be shown
 */
export function createExportHealth(shownUrl: (signal: Signal) => string): ExportHealth {
  /** Items lost since export of the signal started to fail; a signal that works has no entry. */
  const lost = new Map<Signal, number>();
  const fail = (signal: Signal, items: number, reason: string, action: string): void => {
    const before = lost.get(signal);
    lost.set(signal, (before ?? 0) + items);
    if (before === undefined) diag.warn(`${signal} can't be sent: ${reason}; ${action}, and the next line tells when it works`);
  };
  const work = (signal: Signal): void => {
    const items = lost.get(signal);
    lost.delete(signal);
    if (items !== undefined) diag.info(`${signal} are sent to ${shownUrl(signal)} again; ${items} items were lost meanwhile`);
  };
  return {
    onEvent(event) {
      if (event.type === 'retrying') fail(event.signal, 0, event.message, 'it is tried again');
      if (event.type === 'failed') fail(event.signal, event.items, event.message, 'what was tried is lost, the service runs on');
      if (event.type === 'dropped') fail(event.signal, event.items, reasons[event.reason], 'they are lost, the service runs on');
      if (event.type === 'delivered') work(event.signal);
      if (event.type === 'partial_success') diag.warn(`${event.signal}: the Collector rejected ${event.rejected} items: ${event.message}`);
    },
  };
}
