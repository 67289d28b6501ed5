import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const key = 'telewright.workerThreads';

/** Lets worker threads that are started from now on know that they are left alone. */
export function leaveWorkersAlone(): void {
  setEnvironmentData(key, 'off');
}

/** Says whether this is a worker thread that is left alone, because its main thread or its environment says so. */
export function isLeftAlone(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (isMainThread) return false;
  return getEnvironmentData(key) === 'off' || environment['TELEWRIGHT_WORKER_THREADS']?.trim().toLowerCase() === 'false';
}
