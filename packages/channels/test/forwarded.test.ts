import { describe, expect, it } from 'vitest';
import { readForwarded } from '../src/forwarded.js';

describe('readForwarded', () => {
  it('reads what the first proxy wrote into Forwarded, before any X-Forwarded header', () => {
    const forwarded = 'For="[2001:db8::1]:4711"; Proto=HTTPS;host=shop.example:8443, for=10.0.0.1';
    expect(readForwarded({ forwarded, 'x-forwarded-for': '10.9.9.9' })).toEqual({
      clientAddress: '2001:db8::1',
      host: 'shop.example:8443',
      scheme: 'https',
    });
  });

  it('reads the X-Forwarded headers', () => {
    expect(readForwarded({ 'x-forwarded-for': '2001:db8::1, 10.0.0.1', 'x-forwarded-proto': 'https,http' })).toEqual({
      clientAddress: '2001:db8::1',
      host: undefined,
      scheme: 'https',
    });
  });

  it('knows nothing where nothing is said', () => {
    const nothing = { clientAddress: undefined, host: undefined, scheme: undefined };
    expect(readForwarded({})).toEqual(nothing);
    expect(readForwarded({ forwarded: ';;=,' })).toEqual(nothing);
    expect(readForwarded({ 'x-forwarded-for': ' , ' })).toEqual(nothing);
  });

  it('believes neither an unknown scheme nor an endless address', () => {
    const nothing = { clientAddress: undefined, host: undefined, scheme: undefined };
    expect(readForwarded({ 'x-forwarded-for': 'a'.repeat(65), 'x-forwarded-proto': 'x1' })).toEqual(nothing);
  });
});
