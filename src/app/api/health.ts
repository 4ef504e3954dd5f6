/** Says that the API answers; asks no store, so that it says nothing else. */
import * as z from 'zod';
import { type ApiResponse, answer } from './http';
import { named } from './schemas';

export const healthShape = named('Health', z.strictObject({ status: z.literal('ok') }));

export async function health(): Promise<ApiResponse> {
  return answer(200, { status: 'ok' });
}
