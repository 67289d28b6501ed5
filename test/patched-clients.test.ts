import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type Receiver, startReceiver, type TraceNode, traceTree } from '@telewright/testing';
import { transformSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMysql } from '../packages/channels/test/mysql-server.ts';
import { startRedis } from '../packages/channels/test/redis-server.ts';
import { repository, runApp } from './run-app.ts';
import { installedRuntimes } from './runtimes.ts';
import { type Kafka, startKafka } from './servers/kafka.ts';
import { startMongodb } from './servers/mongodb.ts';
import { type Sqs, startSqs } from './servers/sqs.ts';

let folder: string;
let receiver: Receiver;
let kafka: Kafka;
let sqs: Sqs;
let environment: Record<string, string>;
beforeAll(() => {
  // Inside the repository, so that all other packages resolve. These have other names there, because no other app may find them.
  folder = mkdtempSync(join(repository, 'test/apps/patched-clients-'));
  const install = (from: string, name: string): void =>
    cpSync(`${repository}node_modules/${from}`, join(folder, 'node_modules', name), { recursive: true });
  install('installed-ioredis', 'ioredis');
  for (const name of ['aws-sdk', 'grpc', 'ioredis', 'kafkajs', 'mongodb', 'mysql']) {
    install(`installed-instrumentation-${name}`, `@opentelemetry/instrumentation-${name}`);
  }
  const source = readFileSync(`${repository}test/apps/patched-clients.mjs`, 'utf8');
  writeFileSync(join(folder, 'app.mjs'), source);
  writeFileSync(join(folder, 'app.cjs'), transformSync(source, { format: 'cjs', sourcefile: 'app.mjs' }).code);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  receiver = await startReceiver();
  kafka = await startKafka();
  sqs = await startSqs();
  const ports = {
    kafka: kafka.port,
    mongodb: await startMongodb(),
    mysql: (await startMysql()).port,
    redis: (await startRedis()).port,
    sqs: sqs.port,
  };
  environment = {
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    FINOPS_TEAM: 'platform',
    FINOPS_ENVIRONMENT: 'test',
    PORTS: JSON.stringify(ports),
  };
});
afterEach(() => receiver.close());

const answers = [
  'grpc "order confidential"',
  'sqs "m1"',
  'mysql [{"a":"1"}]',
  'mongodb {"_id":9,"state":"confidential"}',
  'kafkajs "7"',
  'ioredis null',
  '',
].join('\n');
// kafkajs itself makes Node.js warn of a timer.
const flags = ['--disable-warning=TimeoutNegativeWarning'];
const scope = '@opentelemetry/instrumentation-';
const shape = ({ span, children }: TraceNode): unknown[] => [
  `${span.scope.name.replace(scope, '')}: ${span.kind} ${span.name}`,
  ...children.map(shape),
];

describe.each(installedRuntimes())('a request of an app with clients without channels, on $name', ({ executable }) => {
  it.each([
    ['--require', 'app.cjs'],
    ['--import', 'app.mjs'],
  ])('has one span for each call, with %s %s', async (flag, file) => {
    const end = await runApp([...flags, flag, '@telewright/node/register', file], environment, folder, executable).ended;
    expect([end.code, end.stdout, end.stderr]).toEqual([0, answers, expect.stringMatching(/^\[telewright\] INFO .*\n$/)]);
    const { spans } = receiver;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(traceTree(spans, spans[0]?.traceId ?? '').map(shape)).toEqual([
      [
        '@telewright/channels/undici: CLIENT GET',
        [
          '@telewright/channels/http: SERVER GET',
          ['grpc: CLIENT grpc.shop.Orders/Get', ['grpc: SERVER grpc.shop.Orders/Get']],
          ['aws-sdk: PRODUCER orders send'],
          ['mysql: CLIENT SELECT'],
          ['mongodb: CLIENT insert orders'],
          ['mongodb: CLIENT find orders'],
          ['kafkajs: PRODUCER send orders'],
          ['ioredis: CLIENT get'],
        ],
      ],
    ]);
    expect(inspect(spans, { depth: 9 })).not.toContain('confidential');
    expect(spans.find(({ name }) => name === 'get')?.attributes['db.query.text']).toBe('get ?');
    const contextOf = (name: string): string => {
      const span = spans.find((one) => one.name === name);
      return `00-${span?.traceId}-${span?.spanId}-01`;
    };
    expect(sqs.messages.map(({ MessageAttributes }) => MessageAttributes?.traceparent?.StringValue)).toEqual([contextOf('orders send')]);
    expect(kafka.produced).toEqual([expect.stringContaining(contextOf('send orders'))]);
  });
});

it('says without telemetry what it says with it', async () => {
  const end = await runApp([...flags, 'app.mjs'], environment, folder).ended;
  expect([end.code, end.stdout, end.stderr]).toEqual([0, answers, '']);
});
