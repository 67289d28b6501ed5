import { describe, expect, it } from 'vitest';
import { within } from '../src/waiting.js';

describe('within', () => {
  it('is over when all the work is, failed work included', async () => {
    await expect(within(1_000, [Promise.resolve(), Promise.reject(new Error('no'))])).resolves.toBe(true);
  });

  it('gives up work that does not end', async () => {
    await expect(within(1, [new Promise(() => undefined)])).resolves.toBe(false);
  });
});
