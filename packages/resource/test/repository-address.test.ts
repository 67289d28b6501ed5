import { describe, expect, it } from 'vitest';
import { repositoryAddress, withoutCredentials } from '../src/repository-address.js';

describe('repositoryAddress', () => {
  it.each([
    ['https://github.com/acme/shop.git', 'https://github.com/acme/shop'],
    ['https://user:token@github.com/acme/shop.git', 'https://github.com/acme/shop'],
    ['https://token@git.example:8443/acme/shop/', 'https://git.example:8443/acme/shop'],
    ['http://git.example/acme/shop?token=x#y', 'http://git.example/acme/shop'],
    ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
    ['ssh://git@git.example:2222/acme/shop.git', 'https://git.example/acme/shop'],
    ['git+ssh://git@git.example/acme/shop.git', 'https://git.example/acme/shop'],
    ['git://git.example/shop.git', 'https://git.example/shop'],
  ])('turns %s into the address in a browser', (remote, address) => {
    expect(repositoryAddress(remote)).toBe(address);
  });

  it.each(['/srv/git/shop.git', '../shop', 'C:\\git\\shop', 'C:/git/shop', 'file:///srv/shop.git', ''])(
    'gives nothing for the local path %s',
    (remote) => {
      expect(repositoryAddress(remote)).toBeUndefined();
    },
  );
});

describe('withoutCredentials', () => {
  it('removes user and password of every address in a text and nothing else', () => {
    expect(withoutCredentials('a https://u:p@h/x, redis://:p@r:6379 b@c.d https://h/@scope/x')).toBe(
      'a https://h/x, redis://r:6379 b@c.d https://h/@scope/x',
    );
  });
});
