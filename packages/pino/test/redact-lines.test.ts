import { createRequire } from 'node:module';
import { createRedactor, type Redactor } from '@telewright/logs';
import pino from 'pino';
import { afterEach, expect, it, vi } from 'vitest';
import { instrumentPino, type Unsubscribe } from '../src/index.js';
import { CapturedLines, steady } from './captured-lines.js';

const redactor = createRedactor() as Redactor;
const lines = new CapturedLines();
let stop: Unsubscribe = () => {};
afterEach(() => stop());

it.each(['bytes', 'text'])('looks only at the %s that are new in a line, and redacts only what may hold a secret', (by) => {
  const looked: string[] = [];
  const line = vi.fn(redactor.line);
  const { mayHoldSecretIn, ...byText } = redactor;
  const watched: Redactor = {
    ...byText,
    ...(by === 'bytes' && {
      mayHoldSecretIn: (utf8: Buffer, from: number, to: number) => {
        looked.push(utf8.toString('utf8', from, to));
        return mayHoldSecretIn?.(utf8, from, to) === true;
      },
    }),
    line,
    mayHoldSecret: (text) => {
      if (by === 'text') looked.push(text);
      return redactor.mayHoldSecret(text);
    },
  };
  stop = instrumentPino({ redactor: watched });
  const log = pino({ base: { pid: 1 } }, lines).child({ reqId: 'r1é' });
  log.info({ a: 1 }, 'x');
  log.info({ a: 2 }, 'yé');
  expect(looked).toEqual([',"pid":1,"reqId":"r1é"', ',"a":1,"msg":"x"', ',"a":2,"msg":"yé"']);
  expect(line).not.toHaveBeenCalled();
  log.info({ token: 't' });
  expect(line).toHaveBeenCalledTimes(1);
});

it('leaves the stream of a logger and of its children as it was', () => {
  const log = pino(steady, lines);
  const child = log.child({ c: 1 });
  const streamOf = (logger: pino.Logger): unknown => (logger as unknown as Record<symbol, unknown>)[pino.symbols.streamSym];
  stop = instrumentPino({ redactor });
  child.info({ token: 't' });
  log.info({ token: 't' });
  expect([streamOf(log), streamOf(child), Object.getOwnPropertySymbols(child).includes(pino.symbols.streamSym)]).toEqual([
    lines,
    lines,
    false,
  ]);
});

it('redacts a line within which a logger of another copy of pino has written one', () => {
  const other = (createRequire(import.meta.url)('pino-9') as typeof pino)(steady, lines);
  const log = pino({ ...steady, serializers: { again: (value: string) => void other.info({ token: value }) } }, lines);
  stop = instrumentPino({ redactor });
  lines.texts.length = 0;
  log.info({ token: 't', again: 'u' });
  expect(lines.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
    { level: 30, token: '[REDACTED]' },
    { level: 30, token: '[REDACTED]' },
  ]);
});

it('redacts what hooks.streamWrite makes of a line, and a line that is written from inside of that hook', () => {
  let nested = false;
  const log: pino.Logger = pino(
    {
      ...steady,
      hooks: {
        streamWrite(line) {
          if (!nested) {
            nested = true;
            log.info({ token: 'inner' });
          }
          return line.replace('"msg"', '"message"');
        },
      },
    },
    lines,
  );
  lines.texts.length = 0;
  stop = instrumentPino({ redactor });
  log.info({ token: 'outer' }, 'x');
  log.info('y');
  expect(lines.texts).toEqual([
    '{"level":30,"token":"[REDACTED]"}\n',
    '{"level":30,"token":"[REDACTED]","message":"x"}\n',
    '{"level":30,"message":"y"}\n',
  ]);
});

it('redacts what a stream that wants it is told of a line besides its text', () => {
  const told: unknown[] = [];
  const stream = {
    [Symbol.for('pino.metadata')]: true,
    write(this: Record<string, unknown>) {
      told.push([this['lastLevel'], this['lastObj'], this['lastMsg'], this['lastLogger'] === log]);
    },
  };
  const log = pino(steady, stream as unknown as pino.DestinationStream);
  stop = instrumentPino({ redactor });
  log.warn({ token: 't' }, 'Basic dXNlcjpodW50ZXIy');
  expect(told).toEqual([[40, { token: '[REDACTED]' }, 'Basic [REDACTED]', true]]);
});

it('goes on when writing fails', () => {
  let fails = true;
  const log = pino(steady, {
    write(text) {
      if (fails) throw new Error('full');
      lines.write(text);
    },
  });
  stop = instrumentPino({ redactor });
  expect(() => log.info({ token: 't' })).toThrow('full');
  fails = false;
  log.info({ token: 't' });
  expect(lines.last).toEqual({ level: 30, token: '[REDACTED]' });
});

it('is done once when it is asked for twice', () => {
  const stopFirst = instrumentPino({ redactor });
  stop = instrumentPino({ redactor });
  const log = pino(steady, lines);
  log.info({ token: 't' }, 'x');
  log.info('y');
  stopFirst();
  expect(lines.texts.slice(-2)).toEqual(['{"level":30,"token":"[REDACTED]","msg":"x"}\n', '{"level":30,"msg":"y"}\n']);
});
