import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a child process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout that are JSON. */
  readonly lines: readonly Record<string, unknown>[];
}

/** A running child process. */
export interface App {
  /** Waits for a line of stdout that matches, and gives the match. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export const repository: string = fileURLToPath(new URL('..', import.meta.url));
const inheritedVariables = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];
const limitMillis = 45_000;
/** Longer than the default, so that what is asked of the end of a process does not hang on how busy the machine is. */
const shutdownMillis = 8_000;

/**
 * Starts Node, the one that runs the tests or another, with these arguments in a clean environment, in which what can't be sent goes to a
 * folder that is removed afterwards. It is killed when it does not end by itself within 45 s.
 */
export function runApp(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  cwd: string = `${repository}test/apps`,
  node: string = process.execPath,
): App {
  const inherited = Object.fromEntries(
    inheritedVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const state = mkdtempSync(join(tmpdir(), 'telewright-state-'));
  const env = { ...inherited, XDG_STATE_HOME: state, TELEWRIGHT_SHUTDOWN_TIMEOUT: String(shutdownMillis), ...environment };
  const child = spawn(node, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMillis);
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    clearTimeout(timer);
    rmSync(state, { recursive: true, force: true });
    return { code, signal, ...output, lines: output.stdout.split('\n').flatMap(parse) };
  });
  return {
    ended,
    kill: (signal) => void child.kill(signal),
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(output.stdout);
          if (!match) return;
          listeners.delete(check);
          resolve(match);
        };
        listeners.add(check);
        check();
        void ended.then((end) => reject(new Error(`the app ended (${end.code ?? end.signal}) without saying ${pattern}\n${end.stderr}`)));
      }),
  };
}

function parse(line: string): Record<string, unknown>[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return []; // not a JSON line
  }
}
