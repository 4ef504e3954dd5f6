import { createInterface } from 'node:readline/promises';

/** Where the CLI writes: handed in, so that everything it says can be read back. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and complaints. */
  err(text: string): void;
  /** Asks a person, who can say yes or no; nothing said, or nobody there, is no. */
  confirm(question: string): Promise<boolean>;
  /** Whether a person looks on, who can be shown a moving bar. */
  isInteractive: boolean;
}

export const processTerminal: Terminal = {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  async confirm(question) {
    if (!process.stdin.isTTY) return false;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const said = await lines.question(`${question} [y/N] `).finally(() => lines.close());
    return /^(y|yes)$/i.test(said.trim());
  },
  isInteractive: process.stderr.isTTY === true,
};
