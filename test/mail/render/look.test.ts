import { describe, expect, test } from '@jest/globals';
import { fillName } from '../../../src/mail/render/look';

describe('the name of the customer', () => {
  test.each([
    ['Hello {{customer.name}},', 'Hello Kim,'],
    ['Hello {{ customer.name }}, welcome', 'Hello Kim, welcome'],
    ['{{customer.name}} 님, 안녕하세요', 'Kim 님, 안녕하세요'],
    ['{{customer.name}}様', 'Kim様'],
    ['No name at all', 'No name at all'],
  ])('stands in its place: %s', (text, filled) => {
    expect(fillName(text, 'Kim')).toBe(filled);
  });

  test.each([
    ['Hello {{customer.name}},', 'Hello,'],
    ['Hello {{customer.name}}, welcome', 'Hello, welcome'],
    ['Hi {{customer.name}}!', 'Hi!'],
    ['Hola, {{customer.name}}:', 'Hola:'],
    ['Hello, {{customer.name}}', 'Hello'],
    ['안녕하세요, {{customer.name}} 님 반갑습니다', '안녕하세요, 반갑습니다'],
    ['Hi {{customer.name}} and welcome', 'Hi and welcome'],
    ['{{customer.name}}, good day', 'good day'],
    ['{{customer.name}} 님, 안녕하세요', '안녕하세요'],
    ['안녕하세요, {{customer.name}}님.', '안녕하세요.'],
    ['{{customer.name}} 고객님, 안녕하세요', '고객님, 안녕하세요'],
    ['{{customer.name}} 様\nこんにちは', '\nこんにちは'],
    ['{{customer.name}}，您好！', '您好！'],
    ['{{customer.name}}', ''],
  ])('leaves no gap where it is not known: %s', (text, filled) => {
    expect(fillName(text, undefined)).toBe(filled);
  });

  test('is no template itself, and other placeholders are empty', () => {
    expect(fillName('Hi {{customer.name}}!', '{{customer.name}}')).toBe('Hi {{customer.name}}!');
    expect(fillName('Hi {{customer.name}}!', '$&')).toBe('Hi $&!');
    expect(fillName('Hi {{customer.email}}!', 'Kim')).toBe('Hi!');
  });
});
