/** The companies in the pictures. */
import type { Language } from '../../src/engine/language';

export const SENDERS: Record<Language, string> = {
  ko: '해오름상점',
  en: 'Sunrise Store',
  ja: 'あさひ商店',
  'zh-CN': '朝阳商店',
  es: 'Tienda Amanecer',
  fr: 'Boutique Aurore',
  de: 'Morgenrot Versand',
};
