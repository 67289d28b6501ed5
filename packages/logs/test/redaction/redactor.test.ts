import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedactor, type Redactor } from '../../src/index.js';
import { lookAlikes } from './look-alikes.js';
import { inText, names, shapes } from './secrets.js';

const redactor = createRedactor() as Redactor;
const strict = createRedactor({ preset: 'strict' }) as Redactor;
const value = 'Zx9-hunter2-Qw7';

/** Where a text may stand in what is logged. */
const places: Readonly<Record<string, (text: string) => unknown>> = {
  'as the message': (text) => ({ level: 30, msg: text }),
  'inside a sentence': (text) => ({ level: 30, msg: `got ${text} from the client` }),
  'after a line break, before a tab': (text) => ({ msg: `line\n${text}\tend` }),
  'at any depth': (text) => ({ a: { b: [{ c: { d: [[text]] } }] } }),
  'as a text': (text) => text,
};

/** Everything that can leave the process: the line as JSON and pretty, the value, the text. */
function whatLeaves(logged: unknown, by: Redactor): string[] {
  return [
    by.line(`${JSON.stringify(logged)}\n`),
    by.line(JSON.stringify(logged, null, 2)),
    JSON.stringify(by.value(logged)),
    by.text(typeof logged === 'string' ? logged : JSON.stringify(logged)),
  ];
}

const escaped = (secret: string): string => JSON.stringify(secret).slice(1, -1);
const holds = (text: string, secret: string): boolean =>
  text.includes(secret) || text.includes(escaped(secret)) || text.includes(escaped(escaped(secret)));

describe.each([
  ['default', redactor],
  ['strict', strict],
] as const)('nothing of the corpus gets out with the preset %s', (_, by) => {
  it.each(Object.entries(places))('told by its shape, %s', (_place, put) => {
    const left = Object.entries(shapes).filter(([, secret]) => whatLeaves(put(secret), by).some((text) => holds(text, secret)));
    expect(left).toEqual([]);
    const unhinted = Object.entries(shapes).filter(([, secret]) => !by.mayHoldSecret(JSON.stringify(put(secret))));
    expect(unhinted).toEqual([]);
  });

  it.each(Object.entries(places))('told by the text around it, %s', (_place, put) => {
    const left = Object.entries(inText).filter(([, [secret, text]]) => whatLeaves(put(text), by).some((out) => holds(out, secret)));
    expect(left).toEqual([]);
    const unhinted = Object.entries(inText).filter(([, [, text]]) => !by.mayHoldSecret(JSON.stringify(put(text))));
    expect(unhinted).toEqual([]);
  });

  it.each([
    ['a text', value],
    ['a text with quotes and breaks', `"${value}\\"\n`],
    ['a number', 4930218],
    ['an object', { inner: { deep: value } }],
    ['an array', [value, [value]]],
  ])('told by its name, when it is %s', (_kind, secret) => {
    const checked = typeof secret === 'number' ? names.filter((name) => !name.endsWith('s')) : names;
    const left = checked.filter((name) =>
      [{ [name]: secret }, { a: [{ b: { [name]: secret } }], msg: 'x' }].some((logged) => {
        const out = whatLeaves(logged, by).slice(0, 3);
        return out.some((text) => text.includes(value) || text.includes('4930218')) || !by.mayHoldSecret(JSON.stringify(logged));
      }),
    );
    expect(left).toEqual([]);
  });
});

it('leaves look-alikes as they are, the very same', () => {
  for (const logged of lookAlikes) {
    const line = `${typeof logged === 'string' ? logged : JSON.stringify(logged)}\n`;
    expect(redactor.line(line)).toBe(line);
    expect(redactor.value(logged)).toBe(logged);
    expect(redactor.text(line)).toBe(line);
  }
});

describe('a line', () => {
  it('keeps its form to the byte but for the secrets', () => {
    expect(redactor.line('{"id":12345678901234567890,"a":1.0,"a":2,"password":"x","b":{"token":["y"]},"c":"\\u00e9\\/"}\n')).toBe(
      '{"id":12345678901234567890,"a":1.0,"a":2,"password":"[REDACTED]","b":{"token":"[REDACTED]"},"c":"\\u00e9\\/"}\n',
    );
    expect(redactor.line('{"card":4111111111111111,"time":1764040000000}')).toBe('{"card":"[REDACTED]","time":1764040000000}');
  });

  it('keeps what is no secret around one', () => {
    expect(redactor.text('postgres://app:x@db/orders')).toBe('postgres://[REDACTED]@db/orders');
    expect(redactor.text('login failed with password: hunter2')).toBe('login failed with password: [REDACTED]');
    expect(redactor.text('a=1&token=x&b=2')).toBe('a=1&token=[REDACTED]&b=2');
    expect(redactor.text('Bearer c0ffee5c0ffee5c0ffee!')).toBe('Bearer [REDACTED]!');
    expect(redactor.text('pay 4111 1111 1111 1111 now')).toBe('pay [REDACTED] now');
    expect(redactor.text('{"password":"a\\"b","c":"d"}')).toBe('{"password":"[REDACTED]","c":"d"}');
  });

  it('is still redacted when it was cut off, in whatever place', () => {
    const line = `${JSON.stringify({ a: 1, password: value, b: { secrets: ['a', { c: value }], msg: `token=${value}` } })}\n`;
    for (let length = 1; length <= line.length; length++) {
      const cut = redactor.line(line.slice(0, length));
      expect(cut.includes(value)).toBe(false);
    }
  });

  it('gains nothing from being redacted twice', () => {
    for (const [, text] of Object.values(inText)) {
      const once = redactor.line(JSON.stringify({ text }));
      expect(redactor.line(once)).toBe(once);
      expect(redactor.mayHoldSecret(redactor.line(JSON.stringify({ password: value })))).toBe(false);
    }
  });
});

describe('a value', () => {
  it('is copied only where something changes, and never changed in place', () => {
    const given = Object.freeze({ kept: Object.freeze({ a: 1 }), changed: Object.freeze([Object.freeze({ token: 'x' })]) });
    const redacted = redactor.value(given);
    expect(redacted).toEqual({ kept: { a: 1 }, changed: [{ token: '[REDACTED]' }] });
    expect(redacted.kept).toBe(given.kept);
  });

  it('may be an error, whose message, stack and causes are redacted in a copy of its kind', () => {
    const given = new RangeError('token=hunter2', { cause: new AggregateError([new Error('password=hunter2')], 'all') });
    const redacted = redactor.value({ err: given }).err;
    expect(redacted).toBeInstanceOf(RangeError);
    expect(redacted.message).toBe('token=[REDACTED]');
    expect(redacted.stack).toMatch(/^RangeError: token=\[REDACTED\]\n {4}at /);
    expect((redacted.cause as AggregateError).errors.map(({ message }) => message)).toEqual(['password=[REDACTED]']);
    expect(inspect(redacted)).not.toContain('hunter2');
    expect(given.message).toBe('token=hunter2');
    const harmless = new Error('too far', { cause: new Error('why') });
    expect(redactor.value(harmless)).toBe(harmless);
  });

  it('may be a map, a set or bytes', () => {
    const given = {
      map: new Map<string, unknown>([
        ['password', 'x'],
        ['a', 'token=hunter2'],
      ]),
      set: new Set(['token=hunter2', 'b']),
      bytes: Buffer.from('{"password":"hunter2"}'),
      harmless: [new Map([['a', 1]]), new Set(['b']), Buffer.from('hello')],
    };
    const redacted = redactor.value(given);
    expect([...redacted.map.values()]).toEqual(['[REDACTED]', 'token=[REDACTED]']);
    expect([...redacted.set]).toEqual(['token=[REDACTED]', 'b']);
    expect(redacted.bytes).toBe('[REDACTED]');
    expect(redacted.harmless).toBe(given.harmless);
  });

  it('may hold itself', () => {
    const cycle: Record<string, unknown> = { password: 'x' };
    cycle['self'] = cycle;
    expect(redactor.value(cycle)).toMatchObject({ password: '[REDACTED]', self: { password: '[REDACTED]' } });
  });
});

describe('settings', () => {
  it('are off by preset', () => {
    expect(createRedactor({ preset: 'off' })).toBeUndefined();
  });

  it('add names and a pattern of the user, with or without a preset', () => {
    for (const preset of ['off', 'default', 'strict'] as const) {
      const own = createRedactor({ preset, keys: ['customer number', 'iban'], pattern: 'CUST-\\d+' }) as Redactor;
      const logged = { customerNumber: 7, my_iban: 'DE', x: 'CUST-123 and CUST-4', customer: 'ann' };
      const redacted = { customerNumber: '[REDACTED]', my_iban: '[REDACTED]', x: '[REDACTED] and [REDACTED]', customer: 'ann' };
      expect(own.value(logged)).toEqual(redacted);
      expect(own.line(JSON.stringify(logged))).toBe(JSON.stringify(redacted));
      expect(own.value({ password: 'x' })).toEqual({ password: preset === 'off' ? 'x' : '[REDACTED]' });
    }
  });

  it('allow names, in any case', () => {
    const own = createRedactor({ allow: ['csrf_token'] }) as Redactor;
    expect(own.value({ csrfToken: 'x', token: 'y' })).toEqual({ csrfToken: 'x', token: '[REDACTED]' });
    expect(own.text('csrf-token=x&token=y')).toBe('csrf-token=x&token=[REDACTED]');
  });

  it('take personal data for secret when they are strict', () => {
    const logged = {
      email: 'x',
      note: 'ann@example.com paid from DE89 3704 0044 0532 0130 00',
      tokenType: 'opaque',
      sessionId: 's1',
      phone: 1,
    };
    expect(strict.value(logged)).toEqual({
      email: '[REDACTED]',
      note: '[REDACTED] paid from [REDACTED]',
      tokenType: '[REDACTED]',
      sessionId: '[REDACTED]',
      phone: '[REDACTED]',
    });
    expect(strict.value({ trace_id: 'a', span_id: 'b', level: 30, msg: 'x' })).toEqual({
      trace_id: 'a',
      span_id: 'b',
      level: 30,
      msg: 'x',
    });
  });

  it('refuse a pattern that is none', () => {
    expect(() => createRedactor({ pattern: '(' })).toThrow(SyntaxError);
  });
});

it('sees by the bytes what each secret of the corpus looks like, and that most look-alikes are none', () => {
  const { mayHoldSecretIn } = createRedactor() as Redactor;
  const sees = (text: string): boolean => mayHoldSecretIn?.(Buffer.from(text), 0, Buffer.byteLength(text)) === true;
  for (const secret of Object.values(shapes)) expect(sees(`,"note":"${secret}"`), secret).toBe(true);
  for (const [, given] of Object.values(inText)) expect(sees(JSON.stringify({ given })), given).toBe(true);
  for (const name of names) expect(sees(JSON.stringify({ [name]: 'x' })), name).toBe(true);
  const line =
    '"statusCode":200,"version":"1.2.3","session_id":7,"url":"https://shop.test/a?b=c","id":"8e0c0a4e-2c1d-4c56-9d39-0f0d1c8f7e55","at":1764054000123,"msg":"task-12 --verbose, 50% of sk-learn [a]: b"';
  expect(sees(`{${line}}`)).toBe(false);
});

it.each([0, 1, 2, 3, 4, 5, 6, 7])('sees a secret in bytes behind %i others', (count) => {
  const { mayHoldSecretIn } = createRedactor() as Redactor;
  for (const secret of [...Object.values(shapes), 'password=1', 'password=12']) {
    const bytes = Buffer.from(`${' '.repeat(count)}${secret}`);
    expect(mayHoldSecretIn?.(bytes, 0, bytes.length), secret).toBe(true);
    expect(mayHoldSecretIn?.(bytes, count, bytes.length), secret).toBe(true);
    expect(mayHoldSecretIn?.(bytes, 0, count), 'blanks').toBe(false);
  }
});

it.each([{ preset: 'strict' }, { pattern: 'x' }, { keys: ['kundennr2'] }] as const)(
  'leaves the bytes alone with %o, which only regular expressions tell',
  (options) => {
    expect(createRedactor(options)?.mayHoldSecretIn).toBeUndefined();
  },
);
