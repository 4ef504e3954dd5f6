/** The same mail as plain text. */
import type { View, ViewedFile, ViewedMessage } from './view';

export function textPart(view: View): string {
  const { greeting, intro, messages, more, hint, link, footer, unsubscribe } = view;
  const blocks = [
    greeting,
    intro,
    ...messages.map(messageBlock),
    more,
    RULE,
    link && `${link.label}:\n${link.url}`,
    hint,
    RULE,
    footer,
    unsubscribe && `${unsubscribe.label}:\n${unsubscribe.url}`,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== '').join('\n\n')}\n`;
}

/** Not `-- `, behind which mail programs hide what follows. */
const RULE = '─'.repeat(20);

function messageBlock({ author, text, cut, attached, files, moreFiles }: ViewedMessage): string {
  const attachments = files.length > 0 ? [`${attached}:`, ...files.map(fileLine), moreFiles] : [];
  return [author && `${author}:`, text, cut && `(${cut})`, ...attachments]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

function fileLine({ name, url, size }: ViewedFile): string {
  const line = size === undefined ? `- ${name}` : `- ${name} (${size})`;
  return url === undefined ? line : `${line}\n  ${url}`;
}
