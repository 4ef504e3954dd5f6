/** Which attachments are taken over, under which name, as what. Only what people send each other and no browser runs. */
import type { LeftKind } from './note-words';
import type { MailFile } from './read-mail';

/** Type by the end of the name; what the mail says of the type is not believed. */
const TYPES: Readonly<Record<string, string>> = {
  ...{
    png: 'image/png',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    gif: 'image/gif',
    webp: 'image/webp',
    bmp: 'image/bmp',
  },
  ...{ heic: 'image/heic', heif: 'image/heif', avif: 'image/avif', tif: 'image/tiff', tiff: 'image/tiff' },
  ...{ pdf: 'application/pdf', txt: 'text/plain', log: 'text/plain', csv: 'text/csv', rtf: 'application/rtf' },
  ...{ doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ...{ hwp: 'application/x-hwp', hwpx: 'application/hwp+zip', pages: 'application/vnd.apple.pages' },
  ...{ numbers: 'application/vnd.apple.numbers', key: 'application/vnd.apple.keynote', zip: 'application/zip' },
  ...{ mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav', mp4: 'video/mp4', mov: 'video/quicktime' },
};

export const MOST_FILES = 10;
export const MOST_FILE_BYTES = 10 * 1024 * 1024;
const LONGEST_NAME = 100;
/** Of a name: no control or invisible characters (some turn the direction of writing), nothing that a path or a shell reads. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\\/:*?"<>|]/gu;

/** They vouch for the mail, and say nothing. */
const SIGNATURES = /^application\/(x-)?(pkcs7|pgp)-(signature|keys)$/;

/** A file under a name that is safe everywhere. */
export interface TakenFile {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** Something that is not taken over. */
export interface Left {
  why: LeftKind;
  /** Of a file. */
  name?: string;
}

/** What is taken over, and what of the rest is to be told. */
export function takenFiles(files: readonly MailFile[]): { taken: TakenFile[]; left: Left[] } {
  const taken: TakenFile[] = [];
  const left: Left[] = [];
  for (const [at, file] of files.entries()) {
    const name = safeName(file, at + 1);
    const type = typeOf(name);
    if (file.bytes.length === 0 || SIGNATURES.test(file.type)) continue;
    if (type === undefined) left.push({ name, why: 'fileKind' });
    else if (file.bytes.length > MOST_FILE_BYTES) left.push({ name, why: 'fileSize' });
    else if (taken.length >= MOST_FILES) left.push({ name, why: 'fileCount' });
    else taken.push({ name, type, bytes: file.bytes });
  }
  return { taken, left };
}

function safeName({ name = '', type }: MailFile, number: number): string {
  const clean = name
    .slice(-1_000)
    .toWellFormed()
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (clean === '') return `attachment-${number}${endFor(type)}`;
  const named = extensionOf(clean) === undefined ? `${clean}${endFor(type)}` : clean;
  const end = extensionOf(named) ?? '';
  const shown = [...named.slice(0, end === '' ? undefined : -end.length - 1)];
  const whole = shown.slice(0, LONGEST_NAME - end.length - 1).join('');
  return end === '' ? whole : `${whole}.${end}`;
}

const extensionOf = (name: string): string | undefined => /\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1];
const typeOf = (name: string): string | undefined => {
  const end = extensionOf(name)?.toLowerCase() ?? '';
  return Object.hasOwn(TYPES, end) ? TYPES[end] : undefined;
};

function endFor(type: string): string {
  const [end] = Object.entries(TYPES).find(([, known]) => known === type) ?? [];
  return end === undefined ? '' : `.${end}`;
}
