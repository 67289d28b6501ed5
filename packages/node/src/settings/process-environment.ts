/** Gives the environment of this process: the only place in which it is read. */
export function processEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}
