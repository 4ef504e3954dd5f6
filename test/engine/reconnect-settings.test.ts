/** Where a portal may live: the web by TLS, and a developer's own machine without. */
import { describe, expect, test } from '@jest/globals';
import { reconnectSchema } from '../../src/engine/reconnect-settings';

const isTaken = (url: string) =>
  reconnectSchema.safeParse({ portalUrl: url }).success &&
  reconnectSchema.safeParse({ portalUrl: 'https://shop.example', redirectUrl: url }).success;

describe('the address of a portal, or of who comes too late', () => {
  test.each([
    'https://shop.example',
    'https://shop.example:8443/help?page=1#chat',
    'http://localhost',
    'http://localhost:4600/_local/demo',
    'http://localhost?page=1',
    'http://127.0.0.1:3000/chat',
    'http://[::1]:3000/chat',
  ])('may be %s', (url) => {
    expect(isTaken(url)).toBe(true);
  });

  test.each([
    'http://shop.example',
    'http://localhost.evil.example',
    'http://localhost.evil.example:4600/_local/demo',
    'http://127.0.0.1.evil.example',
    'http://evil.localhost',
    'http://localhost.',
    'http://localhost:80.evil.example/',
    'http://localhost@evil.example',
    'http://localhost:4600@evil.example/',
    'http://kim@localhost/',
    'http://kim:secret@127.0.0.1/',
    'http://localhost\\@evil.example/',
    'http://localhost\n.evil.example/',
    'https://kim:secret@shop.example/',
    'HTTPS://kim@shop.example/',
    'http://0x7f.1',
    'http://127.1',
    'http://2130706433',
    'http://0.0.0.0',
    'http://127.0.0.2',
    'http://[::ffff:127.0.0.1]',
    'http://[::]',
    'http://ｌocalhost',
    'http:localhost',
    'http:/localhost/',
    'ws://localhost',
    'ftp://localhost/',
    'javascript://localhost/%0aalert(1)',
    'file://localhost/etc',
    'localhost:4600',
    '//localhost',
    '',
  ])('may not be %j', (url) => {
    expect(isTaken(url)).toBe(false);
  });
});
