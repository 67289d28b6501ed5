import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from './pinned.ts';

/** What a process has used since it began. */
export interface Used {
  readonly cpuMicros: number;
  /** Bytes. */
  readonly rss: number;
  /** Bytes; after a collection where the process was started with `--expose-gc`. */
  readonly heapUsed: number;
}

/** A service in a process of its own. */
export interface Service {
  readonly port: number;
  /** From the start of the process until it listened. */
  readonly listeningMillis: number;
  used(): Promise<Used>;
  /** Sends a message that one of its preloads understands, and gives the answer. */
  ask(message: string): Promise<unknown>;
  /** Ends it by `process.exit()`. */
  exit(): Promise<void>;
  kill(): void;
}

/** How a service is started. */
export interface Start {
  readonly folder: string;
  readonly flags: readonly string[];
  /** The file and its arguments. */
  readonly app: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Unset: wherever the system likes. */
  readonly core?: number;
}

/** Starts a service and waits until it listens. Throws where it ends before that. */
export async function startService({ folder, flags, app, environment, core }: Start): Promise<Service> {
  const { PATH = '', HOME = '' } = process.env;
  const line = [process.execPath, ...flags, ...app];
  const [command, ...rest] = core === undefined ? (line as [string, ...string[]]) : pinned(core, line);
  const env = { PATH, HOME, NODE_ENV: 'production', ...environment };
  // What a run before left there would be sent in this one.
  rmSync(join(folder, 'spool'), { recursive: true, force: true });
  const began = performance.now();
  const child = spawn(command, rest, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000);
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code, signal]) => {
    throw new Error(`the service ${app.join(' ')} ended with ${code ?? signal} before it was asked to: ${said}`);
  });
  ended.catch(() => undefined);
  const answer = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), ended]))[0];
  const ask = (message: string): Promise<unknown> => {
    const answered = answer();
    child.send(message);
    return answered;
  };
  const { port } = (await answer()) as { port: number };
  return {
    port,
    listeningMillis: performance.now() - began,
    used: () => ask('used') as Promise<Used>,
    ask,
    async exit() {
      child.send('exit');
      await exited;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
