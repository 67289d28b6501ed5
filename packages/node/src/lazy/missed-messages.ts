/** A message that was published before its subscribers were there. */
export interface MissedMessage {
  readonly channel: string;
  readonly message: unknown;
}

const slot: unique symbol = Symbol.for('telewright.missed') as never;
const holder = globalThis as { [slot]?: readonly MissedMessage[] };

/** Lets those who subscribe while `action` runs have the messages that they missed. */
export function withMissedMessages(messages: readonly MissedMessage[], action: () => void): void {
  holder[slot] = messages;
  try {
    action();
  } finally {
    delete holder[slot];
  }
}

/** Tells whether a message was missed on a channel. */
export function isMissed(channel: string): boolean {
  return holder[slot]?.some((one) => one.channel === channel) === true;
}
