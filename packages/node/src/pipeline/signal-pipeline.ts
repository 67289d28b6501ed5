import type { SignalQueue } from '@telewright/otlp';

/** What holds telemetry on its way to the Collector: a queue of any signal. */
export type Outlet = Pick<
  SignalQueue<never>,
  'state' | 'take' | 'wake' | 'flush' | 'save' | 'unsent' | 'confirm' | 'isFailing' | 'transportOptions' | 'shutdown'
>;

/** What the SDK's providers have in common. */
export interface Provider {
  /** Waits under a timer that keeps the process alive, of 30 s where none is given. */
  forceFlush(options?: { readonly timeoutMillis?: number }): Promise<void>;
  shutdown(): Promise<void>;
}

/** A signal's provider, and the outlets that it fills. */
export interface SignalPipeline<P extends Provider = Provider> {
  readonly provider: P;
  readonly outlets: readonly Outlet[];
}
