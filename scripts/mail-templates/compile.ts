import mjml from 'mjml-core';
import presetCore from 'mjml-preset-core';

export const SOURCE_FILE = 'src/mail/render/continuity.mjml';
export const GENERATED_FILE = 'src/mail/render/continuity.generated.ts';

/** The TypeScript module of a template. @throws Error where MJML finds a mistake */
export async function compileMail(source: string): Promise<string> {
  const { html, errors } = await mjml.default(source, { presets: [presetCore], fonts: {}, validationLevel: 'soft' });
  const mistakes = errors.filter(({ message }) => !isSlotAsColour(message));
  if (mistakes.length > 0) throw new Error(mistakes.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const lines = html
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('<!-- Compiled'));
  return `${HEAD}export const CONTINUITY_TEMPLATE = ${literal(lines)};\n`;
}

const HEAD = '/** Made from continuity.mjml by `npm run mail-templates`; change that file. */\n';

/** MJML takes only real colours; ours are filled in later. */
const isSlotAsColour = (message: string): boolean => /invalid value: \[\[\w+\]\] for type Color/.test(message);

function literal(lines: readonly string[]): string {
  const quoted = lines.map((line) => `  ${quote(line)},\n`).join('');
  return `[\n${quoted}].join('\\n')`;
}

/** As the formatter quotes: the quote that needs fewer backslashes, single ones by preference. */
function quote(line: string): string {
  const [single, double] = [line.split("'").length, line.split('"').length];
  const escaped = line.replaceAll('\\', '\\\\');
  return single > double ? `"${escaped.replaceAll('"', '\\"')}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
