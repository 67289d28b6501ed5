import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startReceiver } from '@telewright/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { knownVariables } from '../packages/node/src/settings/unknown-variables.ts';
import { repository, runApp } from './run-app.ts';

/** A failure names its seed, which makes the same inputs again. */
const seed = Number(process.env['FUZZ_SEED']) || Math.floor(Math.random() * 2 ** 31);
const folder = mkdtempSync(join(tmpdir(), 'telewright-fuzzed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Asked for silence, for a longer end, or to be somewhere else in the file system: nothing that could be wrong. */
const leftOut = /^(OTEL_LOG_LEVEL|TELEWRIGHT_SHUTDOWN_TIMEOUT|OTEL_CONFIG_FILE|OTEL_EXPERIMENTAL_CONFIG_FILE)$/;
const names = [...knownVariables()].filter((name) => !leftOut.test(name)).sort();
// Without slashes and NUL: a path stays in the working directory, and the system takes it.
const junk = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replace(/[/\0]/g, '_'));
const plausible = fc.constantFrom(
  ...[
    '',
    ' ',
    'true',
    'TRUE',
    'false',
    'yes',
    '0',
    '1',
    '-1',
    '1e9',
    '3.5',
    'NaN',
    '99999999999999999999',
    'none',
    'otlp',
    'console',
    'otlp,none',
  ],
  ...[
    'grpc',
    'http/json',
    'gzip',
    'always_off',
    'traceidratio',
    'delta',
    'b3',
    'jaeger,tracecontext',
    'send',
    'strict',
    'all',
    'env,host,env',
    'http,pino',
  ],
  ...[
    'a=1',
    'a=1,b',
    '=,=',
    'a=%zz',
    'a=%2C',
    'key=value,key=other',
    '*',
    '(',
    '[',
    '(a+)+$',
    'drop path=/*',
    'keep 10% where severity < info',
    ';;',
    '{}',
  ],
  ...[
    'http://127.0.0.1:1',
    'http://',
    'ftp://127.0.0.1',
    '127.0.0.1:4318',
    'http://user:pass@127.0.0.1:1/v1/traces',
    '/nowhere/at/all',
    '/dev/null',
    '.',
  ],
);
const misspelt = fc
  .tuple(fc.constantFrom(...names), fc.nat(), fc.constantFrom('', 'X', '_'))
  .map(([name, at, letter]) => `${name.slice(0, at % name.length)}${letter}${name.slice((at % name.length) + 1)}`);
const environments = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: misspelt }),
  fc.oneof({ weight: 3, arbitrary: plausible }, { weight: 1, arbitrary: junk }),
  { minKeys: 1, maxKeys: 12 },
);

const rightFile = (url: string): string => `file_format: "1.0"
resource: { attributes: [{ name: service.name, value: "\${NAME:-shop}" }] }
propagator: { composite_list: "tracecontext,baggage" }
tracer_provider:
  processors:
    - batch: { exporter: { otlp_http: { endpoint: "${url}/v1/traces" } } }
  sampler: { parent_based: { root: { trace_id_ratio_based: { ratio: 0.5 } } } }
  limits: { attribute_count_limit: 12 }
meter_provider:
  readers:
    - periodic: { interval: 1000, exporter: { otlp_http: { endpoint: "${url}/v1/metrics" } } }
distribution:
  telewright:
    team: platform
    sampling: { rules: ["drop path=/internal/*"] }
`;
const change = fc.record({
  line: fc.nat({ max: 14 }),
  kind: fc.constantFrom('drop', 'double', 'indent', 'cut', 'token', 'value'),
  text: fc.oneof(plausible, junk),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(text: string, changes: readonly Change[]): string {
  const lines = text.split('\n');
  for (const { line, kind, text: other } of changes) {
    const at = line % lines.length;
    const old = lines[at] ?? '';
    if (kind === 'drop') lines.splice(at, 1);
    if (kind === 'double') lines.splice(at, 0, old);
    if (kind === 'indent') lines[at] = `  ${old}`;
    if (kind === 'cut') lines[at] = old.slice(0, old.length / 2);
    if (kind === 'token') lines[at] = old.replace(/\w+/, other);
    if (kind === 'value') lines[at] = old.replace(/:.*/s, `: ${other}`);
  }
  return lines.join('\n');
}

const inputs = fc.record({
  environment: environments,
  endpoint: fc.oneof({ weight: 4, arbitrary: fc.constant('the receiver') }, { weight: 1, arbitrary: plausible }),
  file: fc.option(
    fc.oneof(
      { weight: 4, arbitrary: fc.array(change, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
    ),
    { freq: 1, nil: undefined },
  ),
});
type Input = typeof inputs extends fc.Arbitrary<infer T> ? T : never;

/** What is said where telemetry does not arrive: that is not to be, or what becomes of it. */
const reason = /can't be sent|could not be|neither sent|lost|is disabled|to none|to console|nothing is recorded|strict mode is on/;

/** Runs an app with this input, and gives what is wrong with how it went. */
async function harm({ environment, endpoint, file }: Input, id: number): Promise<string | undefined> {
  await using receiver = await startReceiver();
  const cwd = join(folder, `${id}`, 'in');
  mkdirSync(cwd, { recursive: true });
  const variables: Record<string, string> = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...environment };
  if (variables['OTEL_EXPORTER_OTLP_ENDPOINT'] === 'the receiver') variables['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  if (file !== undefined) {
    const path = join(folder, `${id}`, 'otel.yaml');
    writeFileSync(path, typeof file === 'string' ? file : changed(rightFile(receiver.url), file));
    variables['OTEL_CONFIG_FILE'] = path;
  }
  const args = ['--require', `${repository}packages/node/dist/register.cjs`, `${repository}test/apps/unharmed.cjs`];
  const { code, signal, stdout, stderr } = await runApp(args, variables, cwd).ended;
  const refused = code === 1 && stderr.includes('strict mode is on');
  const arrived = receiver.requests.some(({ status }) => status === 200);
  const wrong = [
    ...(signal === null ? [] : ['it hangs']),
    ...(refused || (code === 7 && stdout === 'on\n') ? [] : [`the app ends with ${code} and says ${JSON.stringify(stdout)}`]),
    ...(/^\s+at .*(packages\/node|\[eval)/m.test(stderr) ? ['a stack of ours is shown'] : []),
    ...(arrived || reason.test(stderr) ? [] : ['nothing arrives, and no line says why']),
  ];
  return wrong.length === 0 ? undefined : `${wrong.join('; ')}\nwith ${JSON.stringify({ environment, endpoint, file })}\n${stderr}`;
}

describe('random environments and configuration files', () => {
  it('never throw, hang, change the app, or leave it without telemetry for a reason that is not told', async () => {
    const all = fc.sample(inputs, { seed, numRuns: 30 });
    const found: (string | undefined)[] = [];
    for (let at = 0; at < all.length; at += 5) {
      found.push(...(await Promise.all(all.slice(at, at + 5).map((input, index) => harm(input, at + index)))));
    }
    expect(
      found.filter((wrong) => wrong !== undefined),
      `FUZZ_SEED=${seed}`,
    ).toEqual([]);
  }, 240_000);
});
