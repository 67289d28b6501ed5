import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cores, pinned } from './pinned.ts';

/** What has arrived since it was last asked. */
export interface Counts {
  readonly spans: number;
  readonly logs: number;
  readonly points: number;
  readonly requests: number;
}

/**
 * A receiver in a process of its own, which counts without decoding and so costs the measured process nothing but the sending. It has the
 * core of the load, never that of the measured process.
 */
export interface Counter {
  readonly url: string;
  /** Gives the counts and sets them to 0. */
  take(): Promise<Counts>;
  close(): void;
}

/** Starts a counter. */
export async function startCounter(): Promise<Counter> {
  const file = fileURLToPath(new URL('apps/counter.mjs', import.meta.url));
  const [command, ...rest] = pinned(cores.others, [process.execPath, file]);
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    take: async () => (await (await fetch(`${url}/counts`)).json()) as Counts,
    close: () => void child.kill(),
  };
}
