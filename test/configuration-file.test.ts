import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
let folder: string;
let file: string;
beforeEach(async () => {
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'telewright-file-'));
  file = join(folder, 'otel.yaml');
});
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await receiver.close();
});

const run = (text: string, environment: Record<string, string> = {}) => {
  writeFileSync(file, text);
  const variables = { OTEL_CONFIG_FILE: file, COLLECTOR: receiver.url, ...environment };
  return runApp(['--require', '@telewright/node/register', 'span.mjs'], variables).ended;
};
const traces = `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: from-file }] }
tracer_provider:
  processors:
    - batch: { exporter: { otlp_http: { endpoint: "\${COLLECTOR}/v1/traces" } } }
`;

describe('OTEL_CONFIG_FILE', () => {
  it('is obeyed by register, and other variables are not', async () => {
    const { code, stderr } = await run(traces, { OTEL_SERVICE_NAME: 'from-environment', FINOPS_TEAM: 'platform' });
    expect(code).toBe(0);
    expect(receiver.spans).toMatchObject([
      { name: 'work', resource: { attributes: { 'service.name': 'from-file', 'finops.team.name': 'platform' } } },
    ]);
    expect([receiver.metrics, receiver.logs]).toEqual([[], []]);
    expect(stderr).toContain('OTEL_SERVICE_NAME: expected no variables of OpenTelemetry beside a configuration file');
  });

  it('that is not there is told, under its deprecated name too', async () => {
    const { code, stderr } = await run(traces, { OTEL_CONFIG_FILE: '', OTEL_EXPERIMENTAL_CONFIG_FILE: join(folder, 'none.yaml') });
    expect([code, receiver.requests]).toEqual([0, []]);
    expect(stderr).toMatch(/ERROR configuration file .*none\.yaml: expected a YAML file of at most 1 MiB, got "ENOENT"/);
  });
});
