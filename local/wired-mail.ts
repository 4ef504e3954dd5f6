import { AsyncInvocations } from './async-invocations';
import { createEventBridge } from './event-bridge';
import type { Denial } from './front';
import { type Ground, PLACE } from './ground';
import type { InvocationFailure, LambdaFunction } from './lambda';
import { createMailReceipt, type MailReceipt } from './mail-receipt';
import type { Wiring } from './template';

export interface WiredMail {
  asyncs: AsyncInvocations;
  receipt: MailReceipt;
}

interface Reports {
  onDenied(denial: Denial): void;
  onFailure(failure: InvocationFailure): void;
}

/** Functions that are told of e-mails, those sent and those that come in, without anybody waiting for them. */
export function wireMail(
  { store, clock, services, run }: Ground,
  { asyncs: specs, eventRules, receiptRules, buckets, permissions, queues }: Wiring,
  functions: readonly LambdaFunction[],
  { onDenied, onFailure }: Reports,
): WiredMail {
  const { sqs, access, ses, s3 } = services;
  const onLost = (functionName: string, errorMessage: string) =>
    onFailure({ functionName, requestId: '', error: { errorType: 'Local.EventLost', errorMessage, trace: [] } });
  const asyncs = new AsyncInvocations({ specs, functions, store, clock, sqs, access, onLost });
  const invoke = (functionArn: string, event: object) => asyncs.add(functionArn, event);
  const shared = { ...PLACE, store, clock, permissions, run, invoke, onDenied };
  ses.publishTo(createEventBridge({ ...shared, rules: eventRules, queues, sqs }));
  return { asyncs, receipt: createMailReceipt({ ...shared, rules: receiptRules, buckets, s3 }) };
}
