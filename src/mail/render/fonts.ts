/** Fonts by language: Japanese and Chinese share code points and want different shapes of them. */
import type { Language } from '../../engine/language';

const LATIN = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial";
const CJK: Partial<Record<Language, string>> = {
  ko: "'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR','Noto Sans CJK KR'",
  ja: "'Hiragino Sans','Hiragino Kaku Gothic ProN','Yu Gothic','Meiryo','Noto Sans JP','Noto Sans CJK JP'",
  'zh-CN': "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC'",
};

/** A CSS font list with single quotes only. */
export const fontsOf = (language: Language): string =>
  [LATIN, CJK[language], 'sans-serif'].filter((fonts) => fonts !== undefined).join(',');
