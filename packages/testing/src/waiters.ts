/** Options of `Receiver.waitFor`. */
export interface WaitOptions {
  /** Milliseconds to wait at the most. @default 10000 */
  readonly timeoutMillis?: number;
  /** What is waited for, for the message when it does not come. */
  readonly description?: string;
}

type Read<Subject, T> = (subject: Subject) => T | undefined | null | false;

/** Keeps those who wait, and asks them again whenever something has arrived. */
export interface Waiters<Subject> {
  add<T>(subject: Subject, read: Read<Subject, T>, options?: WaitOptions): Promise<T>;
  check(subject: Subject): void;
}

/** @param arrived says what has arrived so far */
export function createWaiters<Subject>(arrived: () => string): Waiters<Subject> {
  const checks = new Set<(subject: Subject) => void>();
  return {
    add<T>(subject: Subject, read: Read<Subject, T>, options: WaitOptions = {}): Promise<T> {
      const { timeoutMillis = 10_000, description = 'what was waited for' } = options;
      return new Promise((resolve, reject) => {
        const settle = (finish: () => void): void => {
          clearTimeout(timer);
          checks.delete(check);
          finish();
        };
        const check = (current: Subject): void => {
          try {
            const found = read(current);
            if (found !== undefined && found !== null && found !== false) settle(() => resolve(found));
          } catch (error) {
            settle(() => reject(error as Error));
          }
        };
        const timer = setTimeout(
          () => settle(() => reject(new Error(`${description} did not arrive within ${timeoutMillis} ms; ${arrived()} did`))),
          timeoutMillis,
        );
        checks.add(check);
        check(subject);
      });
    },
    check(subject) {
      for (const check of [...checks]) check(subject);
    },
  };
}
