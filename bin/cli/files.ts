import { readFileSync } from 'node:fs';
import { Failure, messageOf } from './failure';

/** A file's text. @throws Failure when it cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Failure(`Cannot read ${file}: ${messageOf(cause)}.`, { exitCode: 2, cause });
  }
}

/** A JSON file. @throws Failure when it cannot be read or is none */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure(`${file} is not valid JSON: ${messageOf(cause)}.`, { exitCode: 2, cause });
  }
}
