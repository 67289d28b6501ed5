import { subscribe as listen, unsubscribe } from 'node:diagnostics_channel';
import { diag } from '@opentelemetry/api';

/** Ends what a `listenTo…` function began; calling it again does nothing. */
export type Unsubscribe = () => void;

/** Messages from before anybody listened, by whoever started listening because of them. */
const MISSED: unique symbol = Symbol.for('telewright.missed') as never;

function missedMessages(channel: string): unknown[] {
  const missed = (globalThis as { [MISSED]?: readonly { channel: string; message: unknown }[] })[MISSED];
  return missed?.flatMap((one) => (one.channel === channel ? [one.message] : [])) ?? [];
}

/** Reports an internal failure of one instrumentation, the first one only, through the diagnostic logger. */
export class FailureReport {
  private reported = false;

  constructor(private readonly scope: string) {}

  report(error: unknown): void {
    if (this.reported) return;
    this.reported = true;
    diag.error(`${this.scope} failed; the request goes on, and further failures are not reported`, error);
  }
}

/** Subscribes each handler to the channel of its name. What a handler throws is reported: Node would make it an uncaught exception. */
// biome-ignore lint/suspicious/noExplicitAny: each channel publishes a message of its own shape
export function subscribe(failures: FailureReport, handlers: Readonly<Record<string, (message: any) => void>>): Unsubscribe {
  const subscriptions = Object.entries(handlers).map(([channel, handle]) => {
    const onMessage = (message: unknown): void => {
      try {
        handle(message);
      } catch (error) {
        failures.report(error);
      }
    };
    listen(channel, onMessage);
    for (const message of missedMessages(channel)) onMessage(message);
    return { channel, onMessage };
  });
  return () => {
    for (const { channel, onMessage } of subscriptions.splice(0)) unsubscribe(channel, onMessage);
  };
}
