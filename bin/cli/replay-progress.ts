/** How far a replay has come, kept in a small file, so that it can go on after any interruption. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { Failure } from './failure';

const schema = z.strictObject({
  /** Hash of the recording, as it was begun. */
  recording: z.string(),
  /** Which API, and under which name the conversations went there. */
  target: z.string(),
  /** Epoch milliseconds of the target's time. */
  begins: z.number(),
  /** Lines accepted, from the first. */
  sent: z.number().int().nonnegative(),
});
export type Progress = z.infer<typeof schema>;

/** Names a recording by its content. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** What is kept; undefined when nothing is. @throws Failure when the file is not ours */
export function readProgress(file: string | undefined): Progress | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Failure(`${file} does not say how far a replay came. Delete it, or give another --progress file.`, {
      cause,
    });
  }
}

/** Replaces the file in one step, so that a kill leaves either what was or what is. */
export function writeProgress(file: string | undefined, progress: Progress): void {
  if (file === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(progress));
  renameSync(`${file}.new`, file);
}
