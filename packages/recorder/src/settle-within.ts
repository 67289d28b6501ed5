/** Waits for work, but no longer than the bound; gives nothing when it is done, else the error. Never rejects. */
export function settleWithin(timeoutMillis: number, what: string, work: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(new Error(`${what} took longer than ${timeoutMillis} ms to flush`)), timeoutMillis);
    new Promise((done) => done(work()))
      .then(
        () => resolve(undefined),
        (error) => resolve(error ?? new Error(`${what} failed to flush`)),
      )
      .finally(() => clearTimeout(timer));
  });
}
