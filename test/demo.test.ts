import { startReceiver } from '@telewright/testing';
import { describe, expect, it } from 'vitest';
import { repository, runApp } from './run-app.ts';

const demo = (args: readonly string[]) => runApp(['src/main.ts', ...args], {}, `${repository}examples/demo`);

describe('the demo', () => {
  it('shows one trace across both processes, its logs, the metrics, the resource and that nothing was lost', async () => {
    const { code, stdout, stderr } = await demo([]).ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /POST \/api\/trace\/synthetic\/:id\s+SERVER\s+proxy.*\n.*synthetic work\s+INTERNAL proxy.*\n.*GET\s+CLIENT\s+proxy.*\n.*GET \/api\/host\s+SERVER\s+system-metrics/,
    );
    expect(stdout).toMatch(/info {2}system-metrics {2}span [0-9a-f]{16} {2}request.* {2}<- GET /);
    expect(stdout).toMatch(/http\.server\.request\.duration\s+s\s+histogram/);
    expect(stdout).toMatch(/finops\.team\.name\s+platform\s+FINOPS_TEAM/);
    expect(stdout).toContain('yes  requests of the users = server spans of the proxy (181 = 181)');
    expect(stdout).toContain('yes  each log line of a request leads back to its span (0 lead nowhere)');
    expect(stdout).toContain('yes  the span of the refused request leads to its lines, and they lead back');
    expect(stdout).not.toContain('NO ');
  });

  it('sends to another Collector', async () => {
    const receiver = await startReceiver();
    const { code, stdout } = await demo(['--endpoint', receiver.url]).ended;
    await receiver.close();
    expect(code).toBe(0);
    expect(stdout).toContain('181 requests were made');
    expect(receiver.spans.length).toBeGreaterThan(181);
  });

  it('fails with the reason when the telemetry can’t be delivered', async () => {
    const { code, stdout } = await demo(['--endpoint', 'http://127.0.0.1:1']).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /NO {3}proxy delivered everything to the Collector \(.*no connection to http:\/\/127\.0\.0\.1:1\/v1\/traces: ECONNREFUSED/,
    );
  });

  it('runs on with --keep until Ctrl-C', async () => {
    const app = demo(['--keep']);
    await app.said(/press Ctrl-C/);
    app.kill('SIGINT');
    expect(await app.ended).toMatchObject({ code: 0 });
  });

  it('explains a wrong option', async () => {
    const { code, stderr } = await demo(['--endpoint', 'collector:4318']).ended;
    expect([code, stderr]).toEqual([1, 'demo: --endpoint: expected a URL that starts with http:// or https://, got "collector:4318"\n']);
  });
});
