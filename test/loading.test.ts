import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReceivedSpan, type Receiver, startReceiver, type TraceNode, traceTree } from '@telewright/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppKind, appKinds, type StartLine, writeMatrixApp } from './matrix-apps.ts';
import { type Ended, repository, runApp } from './run-app.ts';
import { installedRuntimes, type Runtime, supportedMajors } from './runtimes.ts';

interface Loading {
  readonly name: string;
  readonly slug: string;
  readonly start: StartLine;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const register = '@telewright/node/register';
const loadings: readonly Loading[] = [
  { name: '`--require`', slug: 'require', start: 'none', args: ['--require', register], environment: {} },
  { name: '`--import`', slug: 'import', start: 'none', args: ['--import', register], environment: {} },
  { name: '`NODE_OPTIONS`', slug: 'node-options', start: 'none', args: [], environment: { NODE_OPTIONS: `--require ${register}` } },
  { name: '`start()` in the first line', slug: 'first', start: 'first', args: [], environment: {} },
  { name: '`start()` after http, express and pino', slug: 'late', start: 'late', args: [], environment: {} },
];
const bare: Loading = { name: 'bare', slug: 'bare', start: 'none', args: [], environment: {} };
const runtimes = installedRuntimes();
const atOnce = 3;

interface Cell {
  readonly runtime: Runtime;
  readonly kind: AppKind;
  readonly loading: Loading;
}
const key = ({ runtime, kind, loading }: Cell): string => `node-${runtime.major}-${kind.toLowerCase()}-${loading.slug}`;
const cells = runtimes.flatMap((runtime) =>
  appKinds.flatMap((kind) => [bare, ...loadings].map((loading): Cell => ({ runtime, kind, loading }))),
);

let folder: string;
let receiver: Receiver;
const ends = new Map<string, Ended>();

beforeAll(async () => {
  // Inside the repository, so that `@telewright/node` resolves as it does for a user.
  folder = mkdtempSync(join(repository, 'test/apps/matrix-'));
  receiver = await startReceiver();
  const files = new Map<string, string>();
  const fileOf = (kind: AppKind, start: StartLine): string => {
    const name = `${kind} ${start}`;
    const file = files.get(name) ?? writeMatrixApp(folder, kind, start);
    files.set(name, file);
    return file;
  };
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
      const environment = {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_SERVICE_NAME: key(cell),
        TELEWRIGHT_LOGS: 'send',
        FINOPS_TEAM: 'platform',
        FINOPS_ENVIRONMENT: 'test',
        ...cell.loading.environment,
      };
      const args = [...cell.loading.args, fileOf(cell.kind, cell.loading.start)];
      ends.set(key(cell), await runApp(args, environment, folder, cell.runtime.executable).ended);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}, 300_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await receiver.close();
});

const spanTree = [
  'CLIENT GET',
  ['SERVER GET /api/users/:id', ['CLIENT GET', ['SERVER GET /items/:item']], ['CLIENT GET', ['SERVER GET /prices/:item']]],
];

function shape({ span, children }: TraceNode): unknown[] {
  return [`${span.kind} ${span.name}`, ...children.map(shape)];
}

/** Says what differs in a cell from what was promised; nothing when it holds. */
function check(cell: Cell): void {
  const end = ends.get(key(cell)) as Ended;
  const plain = ends.get(key({ ...cell, loading: bare })) as Ended;
  const service = (item: { resource: ReceivedSpan['resource'] }): boolean => item.resource.attributes['service.name'] === key(cell);
  const spans = receiver.spans.filter(service);

  // One SERVER span per request with its route, one CLIENT span per call under the right parent, and nothing else.
  const traces = [...new Set(spans.map(({ traceId }) => traceId))];
  expect(traces.map((id) => traceTree(spans, id).map(shape))).toEqual([[spanTree], [spanTree]]);

  // Each log line in a request has its span's ids, once, and is sent once.
  const lines = end.lines.filter((line) => 'level' in line);
  const serverOf = (line: Record<string, unknown>): string | undefined => spans.find(({ spanId }) => spanId === line['span_id'])?.name;
  const correlated = lines.map((line) => [line['msg'], serverOf(line), spans.some(({ traceId }) => traceId === line['trace_id'])]);
  const request = [
    ['a request', 'GET /api/users/:id', true],
    ['an item', 'GET /items/:item', true],
    ['a price', 'GET /prices/:item', true],
    ['after its calls', 'GET /api/users/:id', true],
  ];
  expect(correlated).toEqual([['outside of a request', undefined, false], ...request, ...request]);
  const sent = receiver.logs.filter(service).map(({ body, spanId }) => [body, spanId]);
  expect(sent).toEqual(lines.map((line) => [line['msg'], line['span_id']]));

  // What the app itself says and how it ends is as without telemetry.
  expect(ownStdout(end)).toEqual(ownStdout(plain));
  expect(ownStderr(end)).toEqual(ownStderr(plain));
  expect([end.code, end.signal, plain.code]).toEqual([7, null, 7]);
}

/** The lines without what correlation adds: those of pino, which writes on its own, and the others. */
function ownStdout({ stdout }: Ended): string[][] {
  const own = stdout.replace(/,"trace_id":"[0-9a-f]{32}","span_id":"[0-9a-f]{16}","trace_flags":"01"/g, '').split('\n');
  return [own.filter((line) => line.includes('"level":')), own.filter((line) => !line.includes('"level":'))];
}

function ownStderr({ stderr }: Ended): string[] {
  return stderr.split('\n').flatMap((line) => (line.startsWith('[telewright] INFO ') ? [] : [line.replace(/^\(node:\d+\)/, '(node)')]));
}

describe.each(runtimes)('$name', (runtime) => {
  describe.each(appKinds)('runs a %s app', (kind) => {
    it.each(loadings)('with $name: no missing span, no doubled span, every line correlated, the app unchanged', (loading) => {
      check({ runtime, kind, loading });
    });
  });
});

describe('docs/loading.md', () => {
  it.skipIf(runtimes.length < supportedMajors.length)(
    'shows the matrix as it is (UPDATE_DOCS=true npx vitest run test/loading writes it anew)',
    () => {
      const file = `${repository}docs/loading.md`;
      const document = readFileSync(file, 'utf8');
      const expected = document.replace(
        /(<!-- matrix -->\n).*(\n<!-- end -->)/s,
        (_, begin: string, end: string) => `${begin}\n${table()}\n${end}`,
      );
      if (process.env['UPDATE_DOCS'] === 'true') writeFileSync(file, expected);
      expect(readFileSync(file, 'utf8')).toBe(expected);
      expect(expected).toContain(table());
    },
  );
});

function table(): string {
  const head = `| loaded by | ${appKinds.join(' | ')} |\n|---|${'---|'.repeat(appKinds.length)}`;
  const row = (loading: Loading): string => `| ${[loading.name, ...appKinds.map((kind) => versionsThatHold(kind, loading))].join(' | ')} |`;
  return [head, ...loadings.map(row)].join('\n');
}

function versionsThatHold(kind: AppKind, loading: Loading): string {
  const holds = (runtime: Runtime): boolean => {
    try {
      check({ runtime, kind, loading });
      return true;
    } catch {
      return false;
    }
  };
  return runtimes
    .filter(holds)
    .map(({ major }) => major)
    .join(', ');
}
