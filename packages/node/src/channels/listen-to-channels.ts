import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { diag } from '@opentelemetry/api';
import {
  type ChannelsOptions,
  type InstrumentationName,
  listenToExpress,
  listenToFastify,
  listenToH3,
  listenToHttpClient,
  listenToHttpServer,
  listenToUndici,
  type Unsubscribe,
} from '@telewright/channels';
import { isMissed, withMissedMessages } from '../lazy/missed-messages.js';
import { type RareName, rareChannels } from './rare-channels.js';

/** What nearly every service uses. */
const usual: Readonly<Record<Exclude<InstrumentationName, RareName>, readonly ((options: ChannelsOptions) => Unsubscribe)[]>> = {
  http: [listenToHttpServer, listenToHttpClient],
  undici: [listenToUndici],
  express: [listenToExpress],
  fastify: [listenToFastify],
  h3: [listenToH3],
};

/** Starts the instrumentations that are enabled. Those of libraries that a service may not use are loaded when they publish something. */
export function listenToChannels(enabled: readonly InstrumentationName[], options: ChannelsOptions): Unsubscribe {
  const stops = enabled.flatMap((name) => (isRare(name) ? [listenWhenHeard(name, options)] : usual[name].map((listen) => listen(options))));
  return () => {
    for (const stop of stops.splice(0)) stop();
  };
}

function isRare(name: InstrumentationName): name is RareName {
  return Object.hasOwn(rareChannels, name);
}

function listenWhenHeard(name: RareName, options: ChannelsOptions): Unsubscribe {
  const channels = rareChannels[name];
  if (channels.length === 0 || channels.some(isMissed)) return listenNow(name, options);
  let stop = (): void => {
    for (const channel of channels) unsubscribe(channel, onFirst);
  };
  const onFirst = (message: unknown, channel: string | symbol): void => {
    stop();
    stop = () => undefined;
    try {
      // Node does not hand this message to those who subscribe now.
      withMissedMessages([{ channel: String(channel), message }], () => {
        stop = listenNow(name, options);
      });
    } catch (error) {
      // The app is in the middle of a call. The file may be gone: it was replaced while the app runs.
      diag.error(`the instrumentation ${name} could not be loaded; its calls are missing`, error);
    }
  };
  for (const channel of channels) subscribe(channel, onFirst);
  return () => stop();
}

function listenNow(name: RareName, options: ChannelsOptions): Unsubscribe {
  const { rareListeners } = require('./rare-listeners.cjs') as typeof import('./rare-listeners.js');
  const stops = rareListeners[name].map((listen) => listen(options));
  return () => {
    for (const stop of stops) stop();
  };
}
