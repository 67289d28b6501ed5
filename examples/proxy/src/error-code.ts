/** Names what went wrong with an outbound request in one word from a small set, without the address that an error message may hold. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return errorCode(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
