/** What lint tells, and what it is told of the workspace. */
import { TRIGGERS } from './catalogue';
import type { Settings } from './settings';
import type { WorkflowDraft } from './workflow';

export interface LintFinding {
  /** JSON pointer into the workflow. */
  path: string;
  /** Errors are refused; warnings are told, and the workflow is saved. */
  severity: 'error' | 'warning';
  /** Stable; programs may rely on it. */
  code: string;
  message: string;
}

/** Another workflow of the workspace. */
export interface OtherWorkflow extends WorkflowDraft {
  id: string;
  status: 'draft' | 'active' | 'paused';
}

export interface LintContext {
  /** The workflow's own id; absent before it has one. */
  id?: string;
  /** The active workflows as they are published, and modules that are linked, in priority order; without the workflow itself. */
  others: readonly OtherWorkflow[];
  /** How many of them come before it in order. */
  place: number;
  settings: Settings;
}

export const warning = (path: string, code: string, message: string): LintFinding => {
  return { path, severity: 'warning', code, message };
};

/** Whether a trigger is about calls alone, in which nothing is closed or opened by steps. */
export const isAboutCalls = ({ trigger }: WorkflowDraft): boolean => TRIGGERS.get(trigger.type)?.about === 'call';
