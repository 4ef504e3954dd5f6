/**
 * Reads the corpus of reply mails, made up for these tests from how mail programs quote. A file holds the mails of a language:
 *
 *     === id | mail program | quoted or unquoted, and crlf if its lines end so | what it shows
 *     --- text, --- html        the bodies of the mail
 *     --- words, --- signature  what trimming it must give
 *
 * Characters that cannot be seen are written {U+00A0}. The line end before the next heading belongs to no body.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CorpusMail {
  id: string;
  /** The file it stands in: its language. */
  locale: string;
  program: string;
  shows: string;
  bodies: { text?: string; html?: string };
  words: string;
  quoted: boolean;
  signature: string | undefined;
}

const folder = join(process.cwd(), 'test/mail/corpus');
const SECTIONS = ['text', 'html', 'words', 'signature'];

/** All mails, in order. */
export function corpus(): CorpusMail[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mail'))
    .flatMap((name) => mailsIn(readFileSync(join(folder, name), 'utf8'), name.replace('.mail', '')));
}

function mailsIn(file: string, locale: string): CorpusMail[] {
  const [, ...mails] = `\n${file}`.split('\n=== ');
  return mails.map((mail) => mailOf(mail.trimEnd().split('\n'), locale));
}

function mailOf([heading = '', ...lines]: string[], locale: string): CorpusMail {
  const [id = '', program = '', kind = '', shows = ''] = heading.split(' | ');
  const sections = sectionsIn(lines);
  const { words, text, html, signature } = sections;
  if (words === undefined || !/^(un)?quoted( crlf)?$/.test(kind)) throw new Error(`${id} has no words, or no kind`);
  const end = kind.endsWith('crlf') ? '\r\n' : '\n';
  const bodies = {
    ...(text === undefined ? {} : { text: text.replaceAll('\n', end) }),
    ...(html === undefined ? {} : { html }),
  };
  return { id, locale, program, shows, bodies, words, quoted: kind.startsWith('quoted'), signature };
}

function sectionsIn(lines: string[]): Record<string, string | undefined> {
  const sections: Record<string, string[]> = {};
  let current: string[] | undefined;
  for (const line of lines) {
    const name = line.startsWith('--- ') ? line.slice(4) : '';
    if (SECTIONS.includes(name)) current = sections[name] = [];
    else
      current?.push(
        line.replace(/\{U\+([0-9A-F]{4})\}/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
      );
  }
  return Object.fromEntries(Object.entries(sections).map(([name, body]) => [name, body.join('\n')]));
}
