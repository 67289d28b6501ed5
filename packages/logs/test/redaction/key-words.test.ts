import { expect, it } from 'vitest';
import { DEFAULT_NAMES, namesOf } from '../../src/redaction/key-words.js';

it('knows the default names as they are made of their list', () => {
  expect(DEFAULT_NAMES).toBe(namesOf('default', []));
});
