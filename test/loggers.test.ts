import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Receiver, startReceiver } from '@telewright/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runApp } from './run-app.ts';

let receiver: Receiver;
let folder: string;

beforeAll(async () => {
  receiver = await startReceiver();
  folder = mkdtempSync(join(tmpdir(), 'telewright-loggers-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  // Not among the repository's own, because an optional dependency of bunyan compiles itself when it is installed.
  const options = ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', 'bunyan@2.0.5', ...options], { cwd: folder, shell: process.platform === 'win32' });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await receiver.close();
});
beforeEach(() => receiver.reset());

const redacted = { password: '[REDACTED]' };
const order = { order: { id: 7 } };
const exception = {
  'exception.type': 'RangeError',
  'exception.message': 'too far',
  'exception.stacktrace': expect.stringMatching(/^RangeError: too far\n {4}at /),
};

describe.each(['loggers.cjs', 'loggers.mjs'])('%s, which logs in a span by every logger', (file) => {
  it('has each line correlated, redacted and sent once, and none from below the level', async () => {
    const environment = {
      BUNYAN: join(folder, 'node_modules/bunyan'),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_LOGS: 'send',
      TELEWRIGHT_LOG_CONSOLE: 'true',
    };
    const { code, lines, stdout, stderr } = await runApp(['--require', '@telewright/node/register', file], environment).ended;
    expect(code, stderr).toBe(0);
    expect(`${stdout}${stderr}`).not.toContain('hunter2');

    const [span] = receiver.spans;
    const ids = { trace_id: span?.traceId, span_id: span?.spanId, trace_flags: '01' };
    const said = lines.map(({ msg, message, password }) => [msg ?? message, password]);
    // pino writes on its own, not in turn with the others.
    expect(said.sort(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['by another', undefined],
      ['by bunyan', '[REDACTED]'],
      ['by log4js', '[REDACTED]'],
      ['by pino', '[REDACTED]'],
      ['by winston', '[REDACTED]'],
      ['json by console', '[REDACTED]'],
      ['too far', undefined],
    ]);
    for (const line of lines) expect(line).toMatchObject(ids);
    expect(stderr).toContain(`by console { password: '[REDACTED]' } trace_id=${ids.trace_id} span_id=${ids.span_id} trace_flags=01\n`);

    const records = receiver.logs.map(({ scope, severityNumber, severityText, body, attributes }) => [
      scope.name,
      severityNumber,
      severityText,
      body,
      attributes,
    ]);
    records.sort(([a, , , x], [b, , , y]) => `${a} ${x}`.localeCompare(`${b} ${y}`));
    expect(records).toEqual([
      ['console', 9, '', '{"msg":"json by console","password":"[REDACTED]"}', {}],
      ['console', 13, '', "by console { password: '[REDACTED]' }", {}],
      ['with-api-logs', 13, '', 'by api-logs', redacted],
      ['with-bunyan', 13, 'warn', 'by bunyan', { ...redacted, ...order, ...exception }],
      ['with-log4js', 13, 'WARN', 'by log4js', { ...redacted, ...order, ...exception }],
      ['with-pino', 13, 'warn', 'by pino', { ...redacted, ...order, ...exception }],
      ['with-winston', 13, 'warn', 'by winston', { ...redacted, ...order }],
      ['with-winston', 17, 'error', 'too far', exception],
    ]);
    for (const record of receiver.logs) expect(record).toMatchObject({ traceId: ids.trace_id, spanId: ids.span_id });
  });
});

describe('settings of logs', () => {
  it('choose the fields, count lines and leave records out, whichever logger writes', async () => {
    const environment = {
      BUNYAN: join(folder, 'node_modules/bunyan'),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_LOGS: 'send',
      TELEWRIGHT_LOG_FIELDS: 'gcp:shop-prod',
      TELEWRIGHT_LOG_SAMPLING: "drop where scope != 'with-pino'",
      TELEWRIGHT_LOG_METRICS: "count lines where severity >= warn as app.warnings in {line} by 'exception.type'",
      TELEWRIGHT_REDACTION: 'off',
      TELEWRIGHT_REDACTION_KEYS: 'order',
    };
    const { lines } = await runApp(['--require', '@telewright/node/register', 'loggers.mjs'], environment).ended;
    const [span] = receiver.spans;
    expect(lines.filter((line) => line['msg'] !== 'json by console')).toHaveLength(6);
    for (const line of lines.filter((line) => line['msg'] !== 'json by console')) {
      expect(line).toMatchObject({ 'logging.googleapis.com/trace': `projects/shop-prod/traces/${span?.traceId}` });
    }
    expect(lines.find((line) => line['msg'] === 'by pino')).toMatchObject({ password: 'hunter2', order: '[REDACTED]' });
    expect(receiver.logs.map(({ body, attributes }) => [body, attributes])).toEqual([
      ['by pino', { password: 'hunter2', order: '[REDACTED]', ...exception }],
    ]);
    const counter = receiver.metrics.filter(({ name }) => name === 'app.warnings').at(-1);
    expect(counter).toMatchObject({ unit: '{line}', type: 'sum' });
    const points = counter?.points.map((point) => [point.attributes['exception.type'], 'value' in point ? point.value : undefined]);
    expect(points?.sort(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['RangeError', 4],
      [undefined, 2],
    ]);
  });

  it('count lines that are not sent, too', async () => {
    const environment = {
      BUNYAN: join(folder, 'node_modules/bunyan'),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_LOG_METRICS: 'count lines where severity >= warn and scope = with-pino as app.warnings',
    };
    await runApp(['--require', '@telewright/node/register', 'loggers.cjs'], environment).ended;
    const counter = receiver.metrics.filter(({ name }) => name === 'app.warnings').at(-1);
    expect(counter?.points).toMatchObject([{ value: 1 }]);
    expect(receiver.logs.some(({ scope }) => scope.name === 'with-pino')).toBe(false);
  });
});

describe('exceptions as log records', () => {
  const loggers = [
    ...['pino', 'pino, the error alone', 'pino, under a nested key', 'bunyan', 'log4js', 'console'],
    ...['winston', 'winston, the error alone', 'winston, the error alone, without a format for errors'],
  ];
  const messagesIn = (name: string): unknown[] => {
    const traceId = receiver.spans.find((span) => span.name === name)?.traceId;
    return receiver.logs
      .filter((record) => record.traceId === traceId)
      .map(({ eventName, attributes }) => [eventName === 'exception' ? 'record' : 'line', attributes['exception.message']])
      .sort(([a], [b]) => String(b).localeCompare(String(a))); // each scope's own order, the scopes' is none
  };

  it('tell each error once, be it logged first or recorded first, and lose no line', async () => {
    const environment = {
      BUNYAN: join(folder, 'node_modules/bunyan'),
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      TELEWRIGHT_LOGS: 'send',
      TELEWRIGHT_LOG_CONSOLE: 'true',
      TELEWRIGHT_EXCEPTIONS: 'logs',
    };
    const { code, stderr } = await runApp(['--require', '@telewright/node/register', 'logged-and-recorded.mjs'], environment).ended;
    expect(code, stderr).toBe(0);
    for (const logger of loggers) {
      expect(messagesIn(`${logger}, logged first`), logger).toEqual([['line', `${logger}, logged first, secret=[REDACTED]`]]);
      expect(messagesIn(`${logger}, recorded first`), logger).toEqual([
        ['record', `${logger}, recorded first, secret=[REDACTED]`],
        ['line', undefined],
      ]);
    }
    expect(messagesIn('bubbles up')).toEqual([['record', 'bubbled']]);
    expect(messagesIn('is wrapped')).toEqual([
      ['record', 'cause'],
      ['line', 'wrapper: cause'],
    ]);
    expect(messagesIn('is logged twice')).toEqual([
      ['line', 'again'],
      ['line', 'again'],
    ]);
    expect(messagesIn('fails alike again')).toEqual([
      ['record', 'alike'],
      ['record', 'alike'],
      ['line', undefined],
      ['line', undefined],
    ]);
    expect(messagesIn('is no error')).toEqual([
      ['record', 'token=[REDACTED] was refused'],
      ['record', 'token=[REDACTED] was refused'],
    ]);
    const outside = receiver.logs.find(({ body }) => body === 'outside of a span');
    expect(outside?.attributes).toMatchObject({ 'exception.message': 'outside' });
    expect(JSON.stringify(receiver.logs, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('hunter2');
  });
});
