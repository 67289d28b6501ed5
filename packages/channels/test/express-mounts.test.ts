import { describe, expect, it } from 'vitest';
import { ExpressMounts, type Pattern } from '../src/express-mounts.js';

function after(...entered: [string, Pattern][]): ExpressMounts {
  const mounts = new ExpressMounts();
  for (const [base, pattern] of entered) mounts.enter(base, pattern);
  return mounts;
}

describe('the pattern behind a base URL', () => {
  it('is empty at the root', () => {
    expect(after().find('')).toBe('');
  });

  it('is unknown where nothing was entered', () => {
    expect(after(['/a', '/a']).find('/b')).toBeUndefined();
  });

  it('is joined from nested mounts', () => {
    expect(after(['/shops/7', '/shops/:shop'], ['/shops/7/orders', '/orders/']).find('/shops/7/orders')).toBe('/shops/:shop/orders');
  });

  it('is not mixed with a sibling that was left before', () => {
    expect(after(['/a', '/a'], ['/a/x', '/a/:b']).find('/a/x')).toBe('/a/:b');
    expect(after(['/a', '/:first'], ['/a', '/:second'], ['/a/b', '/b']).find('/a/b')).toBe('/:second/b');
  });

  it('is that of the nearest mount where the length of a pattern can vary', () => {
    expect(after(['/api', '/api'], ['/api/1/2', '/*rest']).find('/api/1/2')).toBe('/api/*rest');
    expect(after(['/v1', /^\/v\d/], ['/v1/x', '{/x}']).find('/v1/x')).toBe('/^\\/v\\d/{/x}');
  });
});
