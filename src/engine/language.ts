/** The languages that customers are written to by the product itself. */

export const LANGUAGES = ['ko', 'en', 'ja', 'zh-CN', 'es', 'fr', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The one that a BCP 47 tag asks for, by its first part; undefined for one that is not spoken. */
export function spokenLanguage(tag: string | undefined): Language | undefined {
  const primary = tag?.split(/[-_]/, 1)[0]?.toLowerCase();
  return LANGUAGES.find((language) => language.split('-', 1)[0] === primary);
}

/** The customer's language, else the workspace's, else English. */
export function languageFor(customer: string | undefined, workspace: string | undefined): Language {
  return spokenLanguage(customer) ?? spokenLanguage(workspace) ?? 'en';
}
