import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A service of the demo in a process of its own. */
export interface Service {
  readonly name: string;
  /** Where it listens, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The JSON lines that it has logged. */
  readonly logLines: readonly Record<string, unknown>[];
  /** What the SDK has said on stderr. */
  readonly diagnostics: readonly string[];
  /** Asks it to stop with SIGTERM and waits; gives the exit status or the signal that ended it. */
  stop(): Promise<number | NodeJS.Signals | null>;
}

const startTimeoutMillis = 10_000;

/** Starts an example with Telewright preloaded and waits until it listens. */
export async function startService(name: string, folder: string, environment: Readonly<Record<string, string>>): Promise<Service> {
  const child = spawn(process.execPath, ['--require', '@telewright/node/register', 'src/main.ts'], {
    cwd: fileURLToPath(new URL(`../../${folder}/`, import.meta.url)),
    // What can't be sent is not for a later service of the user's own.
    env: { ...process.env, TELEWRIGHT_SPOOL: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // However the demo ends, no service stays behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const logLines: Record<string, unknown>[] = [];
  const diagnostics: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => diagnostics.push(line));
  const url = await listening(name, child, logLines, diagnostics);
  const stop = async (): Promise<number | NodeJS.Signals | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await exit;
      clearTimeout(timer);
    }
    return child.exitCode ?? child.signalCode;
  };
  return { name, url, logLines, diagnostics, stop };
}

function listening(
  name: string,
  child: ChildProcess,
  logLines: Record<string, unknown>[],
  diagnostics: readonly string[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${name} ${why}${diagnostics.length > 0 ? `; it said:\n  ${diagnostics.slice(-10).join('\n  ')}` : ''}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${startTimeoutMillis} ms`), startTimeoutMillis);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended before it listened (${code ?? signal})`));
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const entry = parseLine(line);
      if (!entry) return;
      logLines.push(entry);
      const url = /https?:\/\/[^\s"]+/.exec(String(entry['msg']))?.[0];
      if (!url || !/listening/i.test(String(entry['msg']))) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // not a log line, for example a warning of Node's
  }
}
