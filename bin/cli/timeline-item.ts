/** An entry of a conversation's timeline, as the API tells it; times RFC 3339. */
export interface TimelineItem {
  id: string;
  at: string;
  kind: 'event' | 'ring' | 'effect';
  event?: { id: string; type: string; origin?: string; data: Record<string, unknown> };
  evaluations?: Evaluation[];
  moreNotFired?: number;
  waitsStarted?: { kind: string; due?: string }[];
  waits?: { kind: string; outcome: string; due?: string; why?: string }[];
  runs?: { runId: string; workflowId: string; change: string; detail?: string }[];
  effects?: { id: string; type: string; workflowId?: string; runId?: string; fields?: Record<string, unknown> }[];
  effect?: { id: string; type: string; state: string; attempts: number; detail?: string; workflowId?: string };
  notes?: string[];
}
export interface Evaluation {
  workflowId: string;
  trigger: string;
  fired: boolean;
  reason?: Reason;
  conditions?: { path: string; fact: string; op: string; expected?: unknown; actual?: unknown; result: boolean }[];
}
export interface Reason {
  kind: string;
  detail?: string;
  path?: string;
  fact?: string;
  op?: string;
  expected?: unknown;
  actual?: unknown;
}
