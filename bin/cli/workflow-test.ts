/** `threadkeeper workflows test`: would a workflow fire, and why (not)? */
import { readJson } from './files';
import { type Api, Failure } from './http';
import { connect, type TargetOptions } from './target';
import type { Terminal } from './terminal';
export async function testCommand(_file: string, _options: TargetOptions, _terminal: Terminal): Promise<void> {}
