/** What the demo page says. */
import type { PageLanguage } from '../mailbox/words';
import { en } from './words-en';
import { ko } from './words-ko';

export type Words = typeof en;

export const words: Record<PageLanguage, Words> = { en, ko };
