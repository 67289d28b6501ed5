import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, type Redactor } from '../../src/index.js';
import { inText, names, shapes } from './secrets.js';

const redactors = [createRedactor() as Redactor, createRedactor({ preset: 'strict' }) as Redactor];

const fragment = fc.oneof(
  fc.constantFrom(...Object.values(shapes), ...Object.values(inText).map(([, text]) => text), ...names),
  fc.constantFrom(
    '"',
    '\\',
    '\\"',
    '=',
    ':',
    ': ',
    '&',
    ' ',
    '\n',
    '://',
    '@',
    '{',
    '}',
    '[',
    ']',
    ',',
    'null',
    'Bearer ',
    '-----END X-----',
    '%3D',
    '[]',
    ']',
    '%5D',
    '--token ',
    'curl -u a:',
    '?sig=',
  ),
  fc.string({ maxLength: 12 }),
);
const text = fc.array(fragment, { maxLength: 8 }).map((parts) => parts.join(''));
const key = fc.oneof(fc.constantFrom(...names), fc.constantFrom('a', 'b', 'msg', 'tokens'), text).filter((name) => name !== '__proto__');
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer(),
    fc.constantFrom(null, true, false, '', 4111111111111111, 1764040000000),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
  ),
}));

describe.each(redactors)('whatever is logged', (redactor) => {
  it('is redacted alike as a line and as a value, and stays JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (logged) => {
        const json = JSON.stringify(logged);
        const expected = JSON.parse(JSON.stringify(redactor.value(JSON.parse(json))));
        expect(JSON.parse(redactor.line(json))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('needs no more than the quick test where that finds nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { maxKeys: 5 }), (logged) => {
        const json = JSON.stringify(logged);
        if (!redactor.mayHoldSecret(json)) expect(redactor.line(json)).toBe(json);
      }),
      { numRuns: 500 },
    );
  });

  // A step that were quadratic would take hours for a text of this length.
  it.each([
    'eyJ',
    'eyJ-',
    'eyJa.',
    '://',
    '://a',
    '://a:',
    'a:',
    'Bearer ',
    'Basic a',
    'bearer\t',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN RSA ',
    '-',
    '4',
    '4111 ',
    '4-',
    'password=',
    'password="',
    "password:'",
    'password: ',
    'cookie: ',
    'cookie: a ',
    'password=*',
    '\\"password\\":',
    '"password":',
    '"password":{',
    '"password":[',
    '"tokens":1,',
    '"',
    '\\',
    '\\"',
    '"a":',
    '{"a":',
    '[',
    ' ',
    '\n',
    'a@',
    'a.b@',
    'a',
    '?sig=',
    '&sig%3D',
    'token%3D',
    'token[',
    'token[0]=',
    'token%5B',
    '[0]',
    '--token ',
    '--a-',
    'curl ',
    'curl -u ',
    'curl -u a:',
    'hooks.slack.com/services/',
    'sk-a',
    'hvs.',
    'DE89',
    'DE89 3704 ',
    'gh',
    'ghp_',
    'AKIA',
    'sk-ant-',
    'token',
    'tokens1',
    '1',
  ])('ends in a time that grows no faster than the text, for %j again and again', (part) => {
    const long = part.repeat(Math.ceil(100_000 / part.length));
    for (const given of [long, `{"a":"${long}`, `{"a":"${long}"}`, `{"${long}`, `"${long}"`]) {
      expect(typeof redactor.mayHoldSecret(given)).toBe('boolean');
      expect(typeof redactor.line(given)).toBe('string');
      expect(typeof redactor.text(given)).toBe('string');
    }
  });
});

describe.each([
  createRedactor() as Redactor,
  createRedactor({ keys: ['iban', 'customer ref'], allow: ['token'] }) as Redactor,
  createRedactor({ preset: 'off', keys: ['iban'] }) as Redactor,
])('a look at the bytes', (redactor) => {
  const around = fc.constantFrom('', 'x'.repeat(20), '\n', 'é', ',"password":"hunter2"');
  const own = fc.constantFrom(
    '"iban":"DE02"',
    'customerRef=42',
    '"my_customer_ref2": 7',
    '\\nIBANs: "x"',
    'KEY',
    '7',
    's',
    '"token":"abc12345"',
  );
  const piece = fc.oneof(
    text,
    own,
    fc.array(fc.oneof(fragment, own), { maxLength: 8 }).map((parts) => parts.join('')),
  );

  it('finds nothing only where nothing would be redacted', () => {
    fc.assert(
      fc.property(around, piece, around, (before, middle, behind) => {
        const from = Buffer.byteLength(before);
        const bytes = Buffer.from(before + middle + behind);
        const isSecret =
          redactor.text(middle) !== middle || redactor.line(middle) !== middle || redactor.line(`{${middle}}`) !== `{${middle}}`;
        if (isSecret) expect(redactor.mayHoldSecretIn?.(bytes, from, bytes.length - Buffer.byteLength(behind))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
