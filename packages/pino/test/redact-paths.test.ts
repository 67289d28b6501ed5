import { createRequire } from 'node:module';
import { createRedactor, type Redactor } from '@telewright/logs';
import type pino from 'pino';
import { describe, expect, it } from 'vitest';
import { correlate, instrumentPino, redactPaths } from '../src/index.js';
import { CapturedLines, steady } from './captured-lines.js';

const require = createRequire(import.meta.url);
const redactor = createRedactor() as Redactor;
const names = redactPaths().paths.map((path) => /^\["(.*)"\]$/.exec(path)?.[1] ?? path);

it('names only what is a secret to the redaction of lines too, each once', () => {
  expect(names.filter((name) => !redactor.isSecretKey(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(redactPaths(['token', 'iban']).paths).toEqual([...redactPaths().paths, 'iban']);
});

describe.each(['pino-8-0', 'pino-8', 'pino-9', 'pino'])('%s', (version) => {
  const create = require(version) as typeof pino;

  it('censors the names at the top level of lines and in bindings by itself, and paths of the caller', () => {
    const lines = new CapturedLines();
    const log = create(correlate({ ...steady, redact: redactPaths(['req.headers.authorization']) }), lines);
    const secrets = Object.fromEntries(names.map((name) => [name, 'hunter2']));
    log.info({ ...secrets, order: 7 });
    log.child({ token: 'hunter2' }).info({ req: { headers: { authorization: 'hunter2', accept: 'a' } }, user: { password: 'nested' } });
    const censored = Object.fromEntries(names.map((name) => [name, '[REDACTED]']));
    expect(lines.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { level: 30, ...censored, order: 7 },
      {
        level: 30,
        token: '[REDACTED]',
        req: { headers: { authorization: '[REDACTED]', accept: 'a' } },
        user: { password: 'nested' },
      },
    ]);
  });

  it('leaves the rest to the redaction of lines, which leaves alone what is censored', () => {
    const lines = new CapturedLines();
    const stop = instrumentPino({ redactor });
    create({ ...steady, redact: redactPaths() }, lines).info({ token: 'hunter2', user: { password: 'nested' } }, 'pin=1234x');
    stop();
    expect(lines.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { level: 30, token: '[REDACTED]', user: { password: '[REDACTED]' }, msg: 'pin=[REDACTED]' },
    ]);
  });
});
