import { describe, expect, it } from 'vitest';
import { parseAuthority } from '../src/authority.js';

describe('parseAuthority', () => {
  it.each([
    ['shop.example', 'shop.example', undefined],
    ['shop.example:8080', 'shop.example', 8080],
    ['127.0.0.1:1', '127.0.0.1', 1],
    ['[::1]:8080', '::1', 8080],
    ['[::1]', '::1', undefined],
  ])('reads %s', (text, address, port) => {
    expect(parseAuthority(text)).toEqual({ address, port });
    expect(parseAuthority(text)).toEqual({ address, port });
  });

  it.each(['', ':80', 'a:b', '[::1', 'user@host', 'a b', 'a:123456', 'a'.repeat(261)])('rejects %j', (text) => {
    expect(parseAuthority(text)).toBeUndefined();
  });

  it('does not mix up many different ones', () => {
    for (let i = 0; i < 1_000; i += 1) expect(parseAuthority(`host-${i}:${i}`)).toEqual({ address: `host-${i}`, port: i });
    expect(parseAuthority('host-0:0')).toEqual({ address: 'host-0', port: 0 });
  });
});
