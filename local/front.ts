/**
 * What the local service fronts agree on with the parts around them: time, access, queues, and the running services.
 * Types only; nothing here runs.
 */

import type { MailEvent } from './ses/events';
import type { SentEmail } from './ses/mails';

/** Epoch milliseconds of the stack's own (virtual) time. */
export type Instant = number;

export type Unsubscribe = () => void;

/** Something that happens by time alone. The clock drives every front that it watches. */
export interface Front {
  readonly name: string;
  /** The next instant at which something becomes due here without outside input; undefined when nothing ever will. */
  nextDue(): Instant | undefined;
  /** Does, synchronously, whatever has become due by `clock.now()`, so that `nextDue()` lies after it. May find nothing to do. */
  wake(): void;
}

/** A front's hold on the clock. */
export interface Watch {
  /** `nextDue()` may have become earlier: look again. With `due`, the only instant that is new. */
  changed(due?: Instant): void;
  stop(): void;
}

/** The stack's one clock: frozen (moves only when told) or flowing (real time + offset). Never goes backwards. */
export interface VirtualClock {
  now(): Instant;
  readonly frozen: boolean;
  /** Give this to a worker thread and read it there with `clockView(shared)` of clock.ts. */
  readonly shared: SharedArrayBuffer;
  /** Registers a front; what is already due there is woken at once. */
  watch(front: Front): Watch;
  /** The earliest `nextDue()` of all watched fronts. */
  nextDue(): Instant | undefined;
  /** Stops a flowing clock until released (holds nest); on release it flows on from where it was moved to. */
  hold(): () => void;
  /** Moves a frozen or held clock forward (an earlier instant moves nothing), then wakes every front. */
  moveTo(instant: Instant): void;
  /** Remembers the time reached and stops the clock's timers. */
  close(): void;
}

/** An IAM policy document as it stands in the synthesized template, intrinsic functions resolved. */
export interface PolicyDocument {
  Version?: string;
  Statement: PolicyStatement | PolicyStatement[];
}

export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: unknown;
}

/**
 * Who may call. A caller is an access key id (a function's logical id) or, for a service acting in a role, the role's ARN.
 * `local-admin` is the stack itself and never asked about.
 */
export interface Principals {
  /** Undefined: unknown caller, refused. */
  policiesOf(caller: string): PolicyDocument[] | undefined;
}

/** A call that no policy of its caller allows. */
export interface Denial {
  caller: string;
  action: string;
  resource: string;
}

/** The check that every front makes; pollers that act for a function make it too. */
export interface Access {
  /** Throws `AccessDenied` (iam.ts) after reporting it to `onDenied`. */
  check(caller: string, action: string, resource: string): void;
  /** Asks without reporting: where AWS merely tells less to those who may not. */
  allows(caller: string, action: string, resource: string): boolean;
}

/** A queue by its name, URL or ARN. */
export type QueueRef = string;

/** A message as a receive hands it out: the fields of the wire's `Message`. */
export interface ReceivedMessage {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
  MD5OfBody: string;
  /** All system attributes: ApproximateReceiveCount, SentTimestamp, MessageGroupId, SequenceNumber… */
  Attributes: Record<string, string>;
  MessageAttributes?: Record<string, MessageAttribute>;
  MD5OfMessageAttributes?: string;
}

export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  /** Base64, as on the wire. */
  BinaryValue?: string;
}

export interface SendInput {
  MessageBody: string;
  /** Seconds, 0–900; standard queues only. */
  DelaySeconds?: number;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
  MessageAttributes?: Record<string, MessageAttribute>;
}

export interface SendOutput {
  MessageId: string;
  MD5OfMessageBody: string;
  MD5OfMessageAttributes?: string;
  SequenceNumber?: string;
}

export interface ReceiveInput {
  /** 1–10, default 1. */
  max?: number;
  /** Seconds; default the queue's VisibilityTimeout. */
  visibilityTimeout?: number;
}

export interface QueueCounts {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** The SQS front in process; its methods check no permission and throw `SqsError`. The wire is in front of it. */
export interface SqsFront extends Front {
  /** Creates the queue, or answers the existing one if its attributes agree; attributes as in SQS, all strings. */
  createQueue(name: string, attributes?: Record<string, string>): string;
  /** With all its messages. */
  deleteQueue(queue: QueueRef): void;
  /** Changes attributes of an existing queue (a template deployed again). */
  setAttributes(queue: QueueRef, attributes: Record<string, string>): void;
  attributesOf(queue: QueueRef): Record<string, string>;
  /** Names, in order. */
  queues(): string[];
  urlOf(queue: QueueRef): string;
  arnOf(queue: QueueRef): string;
  send(queue: QueueRef, message: SendInput): SendOutput;
  receive(queue: QueueRef, options?: ReceiveInput): ReceivedMessage[];
  delete(queue: QueueRef, receiptHandle: string): void;
  /** Seconds from now; 0 makes it visible at once. */
  changeVisibility(queue: QueueRef, receiptHandle: string, seconds: number): void;
  purge(queue: QueueRef): void;
  counts(queue: QueueRef): QueueCounts;
  /** Makes visible at once what is in flight in any queue: whoever had received it is gone, with the process it ran in. */
  releaseInFlight(): void;
  /** Whether a receive now would hand out something (a FIFO group in flight blocks what stands behind it). */
  deliverable(queue: QueueRef): boolean;
  /** Calls back (soon after, never inside the call that caused it) when a receive on the queue may find more than before. */
  onArrival(queue: QueueRef, listener: () => void): Unsubscribe;
  /** Leaves the clock. */
  close(): void;
}

export interface SchedulerFront extends Front {
  createGroup(name: string): void;
  /** Schedules not yet rung, soonest first. */
  pending(): { group: string; name: string; at: Instant; ringsAt: Instant }[];
  /** Leaves the clock. */
  close(): void;
}

export interface DynamoFront {
  close(): Promise<void>;
}

/** What stands at SES before anything is sent; all of it comes from the template, anew with each start. */
export interface SesFront {
  /** Makes a domain or an address one that may be sent from. */
  verify(identity: string): void;
  /** @param publishes types of events that it tells EventBridge, as in `delivery`, `renderingFailure` */
  createConfigurationSet(name: string, publishes?: readonly string[]): void;
  /** Who is told of what became of e-mails; until then nobody. */
  publishTo(publish: PublishEvent): void;
  /** E-mails that it took, newest first. */
  sent(): SentEmail[];
  email(id: string): SentEmail | undefined;
  /** Lets something become of an e-mail, and tells of it as its configuration set does. */
  tell(mail: SentEmail, event: MailEvent): void;
}

/** An event for the default bus of EventBridge, before the bus stamps it. */
export interface BusEvent {
  source: string;
  'detail-type': string;
  resources: string[];
  detail: Record<string, unknown>;
}

export type PublishEvent = (event: BusEvent) => void;

/** The S3 front in process; no permission is checked. */
export interface S3Front {
  /** @param expirations how many days objects are kept, by the beginning of their keys */
  createBucket(name: string, expirations: readonly { prefix: string; days: number }[]): void;
  /** Writes over what is there. Throws `S3Error` when there is no such bucket. */
  put(bucket: string, key: string, bytes: Buffer, type: string): void;
}

/** All services on one loopback HTTP server. */
export interface Services {
  /** `http://127.0.0.1:PORT`: the value for AWS_ENDPOINT_URL_DYNAMODB, _SQS, _SCHEDULER, _SESV2 and _S3. */
  readonly endpoint: string;
  readonly access: Access;
  readonly sqs: SqsFront;
  readonly scheduler: SchedulerFront;
  readonly dynamodb: DynamoFront;
  readonly ses: SesFront;
  readonly s3: S3Front;
  /** Leaves store and clock open: they belong to the caller. */
  close(): Promise<void>;
}
