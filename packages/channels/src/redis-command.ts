/** What is recorded of a command. */
export interface RedisCommand {
  /** The name in upper case; undefined when it is no name. */
  readonly name: string | undefined;
  /** Says that clients send it to set up a connection. */
  readonly isSetUp: boolean;
  /** The command with so many `?` as it has arguments, by that number. */
  readonly texts: (string | undefined)[];
}

const NAME = /^[a-z][\w.-]{0,63}$/i;
const SET_UP: ReadonlySet<string> = new Set(['AUTH', 'CLIENT', 'HELLO', 'INFO', 'READONLY', 'SELECT']);
const SHOWN_ARGUMENTS = 16;
const CACHED_AT_MOST = 512;

const cache = new Map<string, RedisCommand>();

/** Describes a command by its name, the same way each time. */
export function redisCommand(name: string): RedisCommand {
  let command = cache.get(name);
  if (command === undefined) {
    const upper = NAME.test(name) ? name.toUpperCase() : undefined;
    command = { name: upper, isSetUp: upper !== undefined && SET_UP.has(upper), texts: [] };
    if (cache.size >= CACHED_AT_MOST) cache.clear();
    if (upper !== undefined) cache.set(name, command);
  }
  return command;
}

/**
 * Gives the text of a command in the syntax of redis-cli with `?` in place of all arguments. What the clients publish is not shown: their
 * lists of harmless arguments let scripts, passwords in `CONFIG SET` and values of some commands pass, and a key can be a session's id.
 */
export function redisText({ name, texts }: RedisCommand, argumentCount: number): string | undefined {
  if (name === undefined) return undefined;
  const shown = Math.min(argumentCount, SHOWN_ARGUMENTS + 1);
  texts[shown] ??= shown > SHOWN_ARGUMENTS ? `${name}${' ?'.repeat(SHOWN_ARGUMENTS)} ...` : `${name}${' ?'.repeat(shown)}`;
  return texts[shown];
}

/** The word with which Redis begins an error, such as `ERR` or `WRONGTYPE`; an error of the client has none, or a code. */
export function redisStatusOf(error: unknown): string | undefined {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code !== undefined || typeof message !== 'string') return undefined;
  return /^[A-Z][A-Z\d_]{1,30}(?= |$)/.exec(message)?.[0];
}
