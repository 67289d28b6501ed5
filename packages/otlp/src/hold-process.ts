import { clearInterval, setInterval } from 'node:timers';

// Taken when this module loads, so that fake timers in the tests of the host do not let the process go.
const start = setInterval;
const stop = clearInterval;
const LONGEST_INTERVAL_MILLIS = 2 ** 31 - 1;

/**
 * Keeps the process alive until the promise settles. Sockets and timers of an export are unref'd, so that an idle process ends;
 * one idle interval makes all of them count while somebody waits.
 */
export async function holdProcess<T>(promise: Promise<T>): Promise<T> {
  const hold = start(() => {}, LONGEST_INTERVAL_MILLIS);
  try {
    return await promise;
  } finally {
    stop(hold);
  }
}
