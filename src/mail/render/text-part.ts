/** The same mail as plain text. */
import type { Language } from '../../engine/language';
import type { View, ViewedFile, ViewedMessage } from './view';

export function textPart(view: View): string {
  const { greeting, intro, messages, more, hint, link, footer, unsubscribe } = view;
  const marks = MARKS[view.language] ?? LATIN;
  const blocks = [
    greeting,
    intro,
    ...messages.map((message) => messageBlock(message, marks)),
    more,
    RULE,
    link && `${link.label}${marks.colon}\n${link.url}`,
    hint,
    RULE,
    footer,
    unsubscribe && `${unsubscribe.label}${marks.colon}\n${unsubscribe.url}`,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}

interface Marks {
  colon: string;
  brackets: readonly [string, string];
}
const LATIN: Marks = { colon: ':', brackets: ['(', ')'] };
const WIDE: Marks = { colon: '：', brackets: ['（', '）'] };
/** How a language writes them. */
const MARKS: Partial<Record<Language, Marks>> = { ja: WIDE, 'zh-CN': WIDE, fr: { ...LATIN, colon: '\u00a0:' } };

/** Not `-- `, behind which mail programs hide what follows. */
const RULE = '─'.repeat(20);

function messageBlock({ author, text, cut, attached, files, moreFiles }: ViewedMessage, marks: Marks): string {
  const { colon, brackets } = marks;
  const attachments = files.length > 0 ? [`${attached}${colon}`, ...files.map(fileLine), moreFiles] : [];
  return [author && `${author}${colon}`, text, cut && brackets.join(cut), ...attachments]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

function fileLine({ name, url, size }: ViewedFile): string {
  const line = size === undefined ? `- ${name}` : `- ${name} (${size})`;
  return url === undefined ? line : `${line}\n  ${url}`;
}
