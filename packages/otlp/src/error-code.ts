/** Gives an error's code, such as `ECONNREFUSED`: unlike its message, it never has anything secret in it. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
