import type { Instant } from '../engine/time';

/** Answers kept under a request's id, so that a repeated request gets the same answer. */
export interface StoredAnswer {
  status: number;
  body: string;
  /** Hash of the request: the same id with another request is refused. */
  request: string;
}
export interface Answers {
  get(workspaceId: string, id: string): Promise<StoredAnswer | undefined>;
  /** Keeps the first answer given; returns the one that is kept. */
  keep(workspaceId: string, id: string, answer: StoredAnswer, until: Instant): Promise<StoredAnswer>;
}
