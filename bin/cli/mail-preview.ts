/** `threadkeeper mail preview`. */
import { writeFileSync } from 'node:fs';
import { Failure, messageOf } from './failure';
import { readJson } from './files';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';

export interface PreviewOptions extends TargetOptions {
  language?: string;
  part: string;
  look?: string;
  out?: string;
}

const PARTS = ['html', 'text', 'subject'] as const;
type Preview = Record<(typeof PARTS)[number], string>;

/** Prints one part of a sample e-mail, or writes it to a file. */
export async function previewCommand(options: PreviewOptions, terminal: Terminal): Promise<void> {
  const part = PARTS.find((known) => known === options.part);
  if (part === undefined) {
    throw new Failure(`--part is one of ${PARTS.join(', ')}, not "${options.part}".`, { exitCode: 2 });
  }
  const { language, look, out } = options;
  const asked = {
    ...(language !== undefined && { language }),
    ...(look !== undefined && { look: readJson(look) }),
  };
  const { api } = await connect(options);
  const preview = await api.post<Preview>('/v1/mail/preview', asked);
  if (out === undefined) return terminal.out(preview[part].trimEnd());
  write(out, preview[part]);
  terminal.out(`${preview.subject} → ${out}`);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new Failure(`Cannot write ${file}: ${messageOf(cause)}.`, { exitCode: 2, cause });
  }
}
