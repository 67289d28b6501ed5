import type { ExportEvent, MetricQueue, SignalQueueOptions, Spool } from '@telewright/otlp';
import type { SettingValues, Signal } from '../settings/settings.js';
import type { Lifeline } from '../threads/lifeline.js';
import { connectionOptions } from './connection.js';

/** What the signals share on their way out. */
export interface Delivery {
  /** Is told what becomes of exports. */
  readonly onEvent: (event: ExportEvent) => void;
  /** Keeps what can't be delivered; absent if that is switched off or no folder is known. */
  readonly spool: Spool | undefined;
  /** Keeps copies for the main thread; absent in the main thread. */
  readonly lifeline: Lifeline | undefined;
  /** Nothing is sent before, because the resource is not known yet; absent if it is. */
  readonly ready: Promise<void> | undefined;
}

/** Gives the options that the queues of all signals have in common. */
export function queueOptions(
  values: SettingValues,
  signal: Signal,
  { onEvent, spool, lifeline, ready }: Delivery,
): SignalQueueOptions & ConstructorParameters<typeof MetricQueue>[0] {
  return {
    ...connectionOptions(values, signal, onEvent),
    maxItems: Number.POSITIVE_INFINITY,
    maxBytes: values.queueBytes,
    ...(ready && { ready }),
    ...(lifeline && { safekeeping: lifeline.safekeeping(signal) }),
    ...(spool && { spool, storeAlways: values.spool === 'always' }),
  };
}
