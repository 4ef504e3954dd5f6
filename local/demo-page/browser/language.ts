import type { PageLanguage } from '../../mailbox/words';
import { words } from '../words';

export const language: PageLanguage = document.documentElement.lang === 'ko' ? 'ko' : 'en';
export const say = words[language];
