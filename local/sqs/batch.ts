import type { SendInput } from '../front';
import { MAX_MESSAGE_BYTES } from './attributes';
import { sizeOf } from './content';
import { batchError, SqsError } from './errors';

export interface BatchOutput {
  Successful: object[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
}

/** Each entry by itself: one that fails does not stop the others. Throws only for a batch that is wrong as a whole. */
export function eachEntry<Entry extends { Id: string }>(entries: Entry[], run: (entry: Entry) => object): BatchOutput {
  checkBatch(entries.map(({ Id }) => Id));
  const output: BatchOutput = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      output.Successful.push({ ...run(entry), Id: entry.Id });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      output.Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return output;
}

/** All messages of a batch together are as limited as one. */
export function checkBatchSize(entries: SendInput[]): void {
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes > MAX_MESSAGE_BYTES)
    throw batchError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
}

function checkBatch(ids: string[]) {
  if (ids.length === 0) throw batchError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (ids.length > 10)
    throw batchError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are 10. You have sent ${ids.length}.`,
    );
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw batchError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  if (!ids.every((id) => /^[A-Za-z0-9_-]{1,80}$/.test(id)))
    throw batchError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
}
