import { type ChildProcess, spawn } from 'node:child_process';

/** How a command ended, in the words of the conventions' `cicd.pipeline.result`. */
export type CommandResult = 'success' | 'failure' | 'error' | 'timeout' | 'cancellation';

export interface CommandOutcome {
  readonly result: CommandResult;
  readonly exitCode: number | undefined;
  /** What went wrong, from a small set of values: `exit`, a signal, a system error code, `timeout`, `cancellation`. */
  readonly errorType: string | undefined;
  /** The end of what was written to stdout and stderr, together. */
  readonly output: string;
}

interface CommandOptions {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Ends the command early. */
  readonly signal: AbortSignal;
}

const outputCharacters = 8_192;
const killGraceMs = 1_000;

/** Runs an executable without a shell and with no other variables than the given ones, until it ends or is ended. Never rejects. */
export async function runCommand({ command, environment, timeoutMs, signal }: CommandOptions): Promise<CommandOutcome> {
  let output = '';
  try {
    const child = start(command, environment, (chunk) => {
      output = (output + chunk).slice(-outputCharacters);
    });
    const { stoppedBy, exitCode, killedBy } = await ending(child, timeoutMs, signal);
    if (stoppedBy !== undefined) return { result: stoppedBy, exitCode, errorType: stoppedBy, output };
    if (exitCode === 0) return { result: 'success', exitCode, errorType: undefined, output };
    return { result: 'failure', exitCode, errorType: killedBy ?? 'exit', output };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'spawn';
    return { result: 'error', exitCode: undefined, errorType: code, output };
  }
}

function start(command: readonly string[], environment: Readonly<Record<string, string>>, write: (chunk: string) => void): ChildProcess {
  const [executable = '', ...parameters] = command;
  const child = spawn(executable, parameters, {
    shell: false,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that what the command started can be ended with it.
    detached: process.platform !== 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  return child;
}

interface Ending {
  readonly stoppedBy: 'timeout' | 'cancellation' | undefined;
  readonly exitCode: number | undefined;
  readonly killedBy: NodeJS.Signals | undefined;
}

function ending(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<Ending> {
  return new Promise((resolve, reject) => {
    let stoppedBy: Ending['stoppedBy'];
    let force: NodeJS.Timeout | undefined;
    const stop = (reason: 'timeout' | 'cancellation'): void => {
      if (stoppedBy !== undefined) return;
      stoppedBy = reason;
      kill(child, 'SIGTERM');
      force = setTimeout(kill, killGraceMs, child, 'SIGKILL');
    };
    const cancel = (): void => stop('cancellation');
    const timer = setTimeout(stop, timeoutMs, 'timeout');
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    const release = (): void => {
      clearTimeout(timer);
      clearTimeout(force);
      signal.removeEventListener('abort', cancel);
    };
    child.on('error', (error) => {
      release();
      reject(error);
    });
    child.on('exit', (exitCode, killedBy) => {
      release();
      if (stoppedBy !== undefined) kill(child, 'SIGKILL');
      drained(child, () => resolve({ stoppedBy, exitCode: exitCode ?? undefined, killedBy: killedBy ?? undefined }));
    });
  });
}

/** Waits for the rest of the output, but not for ever: something that the command left behind may hold the pipes open. */
function drained(child: ChildProcess, done: () => void): void {
  const giveUp = setTimeout(() => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, killGraceMs);
  child.on('close', () => {
    clearTimeout(giveUp);
    done();
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid === undefined || process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already, or has become another user's: there is nothing left to end.
  }
}
