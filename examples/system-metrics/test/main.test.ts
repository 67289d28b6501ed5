import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../src/main.ts');

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Record<string, string> = {}): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe('main', () => {
  it('prints what it would send as a table and nothing else', async () => {
    const { code, stdout, stderr } = await run(['--print']);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^METRIC +ATTRIBUTES +VALUE +UNIT$/);
    expect(stdout).toMatch(/^system\.cpu\.utilization +cpu\.mode=user cpu\.logical_number=0 +[\d.]+ {2}1$/m);
    expect(stdout).toMatch(/^\d+ values of \d+ metrics$/m);
  });

  it('reads the host where the environment says it is mounted', async () => {
    const { code, stdout } = await run(['--print'], { HOST_PROC: '/nowhere/proc', HOST_SYS: '/nowhere/sys' });
    expect(code).toBe(0);
    expect(stdout).toContain('0 values of 0 metrics');
    expect(stdout).toContain("  uptime: ENOENT: no such file or directory, open '/nowhere/proc/uptime'");
  });

  it('shows its help', async () => {
    const { code, stdout, stderr } = await run(['--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Usage: node src/main.ts');
  });

  it('refuses a wrong option with one clear line and exit code 2', async () => {
    expect(await run(['--interval', 'soon'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'system-metrics: --interval takes a number of seconds from 1 to 86400, not "soon"\nTry --help.\n',
    });
  });

  it('warns of a malformed variable and goes on', async () => {
    const { code, stderr } = await run(['--print'], { SYSTEM_METRICS_PORT: 'http' });
    expect([code, stderr]).toEqual([
      0,
      'system-metrics: SYSTEM_METRICS_PORT has to be a port from 0 to 65535, but is "http": serving nothing\n',
    ]);
  });
});
