import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CommandOutcome, runCommand } from '../src/sync-command.ts';
import { syncScript } from './sync-script.ts';

interface Settings {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const run = (
  command: readonly string[],
  { timeoutMs = 20_000, signal = new AbortController().signal }: Settings = {},
): Promise<CommandOutcome> => runCommand({ command, environment: { ALLOWED: 'yes' }, timeoutMs, signal });

const node = (code: string): string[] => [process.execPath, '-e', code];

describe('runCommand', () => {
  it('tells success, with what was written to stdout and stderr', async () => {
    const outcome = await run(node('process.stdout.write("out", () => process.stderr.write("err"))'));
    expect({ ...outcome, output: [...outcome.output].sort().join('') }).toEqual({
      result: 'success',
      exitCode: 0,
      errorType: undefined,
      output: [...'outerr'].sort().join(''),
    });
  });

  it('tells the exit code of a failure', async () => {
    expect(await run(node('process.exit(7)'))).toEqual({ result: 'failure', exitCode: 7, errorType: 'exit', output: '' });
  });

  it('tells the signal that ended the command', async () => {
    const outcome = await run(node('process.kill(process.pid, "SIGKILL")'));
    expect(outcome).toEqual({ result: 'failure', exitCode: undefined, errorType: 'SIGKILL', output: '' });
  });

  it('tells that the executable does not exist', async () => {
    expect(await run(['/nonexistent/sync'])).toEqual({ result: 'error', exitCode: undefined, errorType: 'ENOENT', output: '' });
  });

  it('starts no shell and passes no other variables than the given ones', async () => {
    const { command, runs } = await syncScript();
    await run(JSON.parse(command));
    const [environment] = await runs();
    expect(environment).toEqual({ ALLOWED: 'yes', parameters: 'a b $HOME' });
  });

  it('keeps only the end of a long output', async () => {
    const { output } = await run(node('process.stdout.write("a".repeat(100_000) + "the end")'));
    expect(output).toHaveLength(8_192);
    expect(output.endsWith('athe end')).toBe(true);
  });

  it('ends a command that takes too long, and what it has started', async () => {
    const server = createServer();
    const disconnected = once(server, 'connection').then(([socket]: Socket[]) => once(socket as Socket, 'close'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const child = `require('node:net').connect(${(server.address() as AddressInfo).port}, '127.0.0.1').resume()`;
    const parent = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}]); setInterval(() => {}, 1000)`;

    expect(await run(node(parent), { timeoutMs: 3_000 })).toEqual({
      result: 'timeout',
      exitCode: undefined,
      errorType: 'timeout',
      output: '',
    });
    await disconnected;
  });

  it('ends a command that ignores SIGTERM', async () => {
    const outcome = await run(node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'), { timeoutMs: 500 });
    expect(outcome.result).toBe('timeout');
  });

  it('does not wait for a process that the command left behind with its output open', async () => {
    const code = `
      const { spawn } = require('node:child_process');
      const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600000)'], { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
      left.unref();
      console.log(left.pid);`;
    const outcome = await run(node(code));
    process.kill(Number(outcome.output));
    expect(outcome.result).toBe('success');
  });

  it('ends the command when it is cancelled', async () => {
    const controller = new AbortController();
    const outcome = run(node('setInterval(() => {}, 1000)'), { signal: controller.signal });
    controller.abort();
    expect((await outcome).result).toBe('cancellation');
  });
});
