import { expect, test } from '@jest/globals';
import { LANGUAGES } from '../../../src/engine/language';
import { NOTE_WORDS } from '../../../src/mail/inbound/note-words';

test.each(LANGUAGES)('agents are told everything in %s', (language) => {
  const words = NOTE_WORDS[language];
  expect(Object.keys(words).toSorted()).toEqual(Object.keys(NOTE_WORDS.en).toSorted());
  expect(words.suspended.match(/\{\w+\}/g)).toEqual(['{count}']);
  for (const [name, text] of Object.entries(words)) {
    expect(text).toMatch(/\S/);
    expect(text).not.toMatch(/[\r\n]/);
    if (language !== 'en' && text.length > 12) expect(text).not.toBe(NOTE_WORDS.en[name as keyof typeof words]);
  }
});
