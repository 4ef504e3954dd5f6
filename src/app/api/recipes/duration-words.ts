import { parseDuration } from '../../../engine/time';
import type { Language } from './recipe';

const UNITS = [
  { seconds: 3600, ko: '시간', en: 'hour' },
  { seconds: 60, ko: '분', en: 'minute' },
  { seconds: 1, ko: '초', en: 'second' },
] as const;

/** An ISO 8601 duration as people say it: `PT1H30M` is `1 hour 30 minutes`, or `1시간 30분`. */
export function durationInWords(duration: string, language: Language): string {
  let rest = (parseDuration(duration) ?? 0) / 1000;
  const counted = UNITS.map((unit) => {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    return { unit, count };
  });
  const said = counted.filter(({ count }) => count > 0);
  const parts = said.length > 0 ? said : counted.slice(-1);
  return parts.map(({ unit, count }) => (language === 'ko' ? `${count}${unit.ko}` : english(count, unit.en))).join(' ');
}

const english = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
