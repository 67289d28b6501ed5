import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { registerStubs } from './api-stubs.js';
import { firstChannels, keptChannels, readyChannels } from './first-channels.js';
import { type MissedMessage, withMissedMessages } from './missed-messages.js';

/** An app that does nothing that is heard is up after this time. */
const LATEST_MILLIS = 1_000;

const slot: unique symbol = Symbol.for('telewright.pending') as never;
const holder = globalThis as { [slot]?: () => void };

/**
 * Starts telemetry when it is first needed, or when the app is up: when it listens on a port, or after a second. Until then nothing is
 * loaded but this, so that the app's own start is not held up. What makes it needed is not missed: a message on a channel of an
 * instrumentation, or a call through OpenTelemetry's global API.
 *
 * @param apiVersion the version of the API copy in our run-time
 * @param start starts telemetry at once
 */
export function startLazily(apiVersion: string, start: () => void): void {
  const missed: MissedMessage[] = [];
  let started = false;
  const startNow = (): void => {
    if (started) return;
    started = true;
    clearTimeout(timer);
    removeStubs();
    delete holder[slot];
    for (const name of [...firstChannels, ...keptChannels, ...readyChannels]) unsubscribe(name, onMessage);
    withMissedMessages(missed.splice(0), start);
  };
  const onMessage = (message: unknown, name: string | symbol): void => {
    // Node goes on with the subscribers it had: one that is added now does not get this message any more.
    const channel = String(name);
    if (readyChannels.includes(channel)) setImmediate(startNow);
    else missed.push({ channel, message });
    if (firstChannels.includes(channel)) startNow();
  };
  const timer = setTimeout(startNow, LATEST_MILLIS).unref();
  const removeStubs = registerStubs(apiVersion, startNow);
  holder[slot] = startNow;
  for (const name of [...firstChannels, ...keptChannels, ...readyChannels]) subscribe(name, onMessage);
}

/** Starts telemetry now, if it has been left for later. */
export function startPending(): void {
  holder[slot]?.();
}
