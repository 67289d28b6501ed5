import { setTimeout as sleep } from 'node:timers/promises';
import { type HostOptions, observeHost } from '@telewright/host-metrics';
import type { Logger } from 'pino';

/** What the agent needs of the SDK. */
export interface Telemetry {
  forceFlush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** What the agent sends, and through what. */
export interface AgentOptions {
  readonly telemetry: Telemetry;
  readonly log: Logger;
  readonly host: HostOptions;
}

/** Time over which `sendOnce` measures utilization: the kernel counts CPU time in hundredths of a second. */
const SAMPLE_MILLIS = 1000;

/** Collects once, sends, and shuts the SDK down. Rejects when the SDK says that it could not send. */
export async function sendOnce({ telemetry, host }: AgentOptions, sampleMillis: number = SAMPLE_MILLIS): Promise<void> {
  const unsubscribe = observeHost(host);
  try {
    await sleep(sampleMillis);
    await telemetry.forceFlush();
  } finally {
    unsubscribe();
    await telemetry.shutdown();
  }
}

/**
 * Collects and sends every `intervalMillis` until the returned function is called. The timer is the agent's own: the SDK may have been started
 * by a preload, with an interval that is not ours, and its timers keep no process alive.
 */
export function startSending({ telemetry, log, host }: AgentOptions, intervalMillis: number): () => Promise<void> {
  const unsubscribe = observeHost(host);
  let sending: Promise<void> | undefined;
  let failing = false;
  const send = async (): Promise<void> => {
    try {
      await telemetry.forceFlush();
      if (failing) log.info('sending again');
      failing = false;
    } catch (error) {
      if (!failing) log.error({ err: error }, 'cannot send; going on');
      failing = true;
    } finally {
      sending = undefined;
    }
  };
  const timer = setInterval(() => {
    sending ??= send();
  }, intervalMillis);
  return async () => {
    clearInterval(timer);
    await sending;
    await telemetry.shutdown();
    unsubscribe();
  };
}
