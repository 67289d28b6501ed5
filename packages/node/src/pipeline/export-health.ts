import { diag } from '@opentelemetry/api';
import type { DropReason, ExportEvent } from '@telewright/otlp';
import type { Signal } from '../settings/settings.js';

/** Watches what becomes of exports. */
export interface ExportHealth {
  readonly onEvent: (event: ExportEvent) => void;
}

/** What the lines of the health say of its surroundings. */
export interface HealthContext {
  /** Gives the URL of a signal as it may be shown. */
  shownUrl(signal: Signal): string;
  /** Where what can't be delivered is kept; undefined for memory only. */
  readonly folder: string | undefined;
}

const reasons: Readonly<Record<DropReason, string>> = {
  encoding: 'some items can not be encoded',
  concurrency: 'too many batches wait for the Collector',
  shutdown: 'telemetry has been shut down',
  queue_full: 'memory is full and nothing can be kept on disk',
  spool_full: 'the space on disk is full, the oldest are given up',
  expired: 'what waited on disk is too old',
  corrupt: 'what waited on disk is damaged',
};

interface Outage {
  lost: number;
  /** Whether it was said that items are lost, and not only that they wait. */
  lossTold: boolean;
}

/**
 * Creates the watcher that says when a signal's export starts to fail, when items begin to be lost, and when it works again: one line each,
 * however long the outage.
 */
export function createExportHealth({ shownUrl, folder }: HealthContext): ExportHealth {
  /** A signal that works has no entry. */
  const outages = new Map<Signal, Outage>();
  const kept = folder === undefined ? 'they are kept in memory as far as it goes' : `they are kept in memory and then in ${folder}`;
  const wait = (signal: Signal, reason: string): void => {
    if (outages.has(signal)) return;
    outages.set(signal, { lost: 0, lossTold: false });
    diag.warn(`${signal} can't be sent: ${reason}; ${kept}, and the next line tells when it works`);
  };
  const lose = (signal: Signal, items: number, reason: string): void => {
    const outage = outages.get(signal) ?? { lost: 0, lossTold: false };
    outages.set(signal, outage);
    outage.lost += items;
    if (!outage.lossTold) diag.warn(`${signal} are lost: ${reason}; the service runs on, and the next line tells how many`);
    outage.lossTold = true;
  };
  const work = (signal: Signal): void => {
    const outage = outages.get(signal);
    outages.delete(signal);
    // As loud as the line that promised this one: at `OTEL_LOG_LEVEL=warn` it would be missing otherwise.
    if (outage) diag.warn(`${signal} are sent to ${shownUrl(signal)} again; ${outage.lost} items were lost meanwhile`);
  };
  return {
    onEvent(event) {
      if (event.type === 'retrying') wait(event.signal, event.message);
      if (event.type === 'failed') lose(event.signal, event.items, event.message);
      if (event.type === 'dropped') lose(event.signal, event.items, reasons[event.reason]);
      if (event.type === 'delivered') work(event.signal);
      if (event.type === 'partial_success') diag.warn(`${event.signal}: the Collector rejected ${event.rejected} items: ${event.message}`);
      if (event.type === 'spool_unavailable') diag.warn(`nothing can be kept on disk: ${event.message}; what memory can't hold is lost`);
    },
  };
}
