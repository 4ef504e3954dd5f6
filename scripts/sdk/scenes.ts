/** The prompts that are looked at: one conversation, several, one that is over. */

export interface Scene {
  name: string;
  language: string;
  /** What the API answers to `GET /v1/reconnect`. */
  conversations: object[];
  /** Pressed once the prompt is there. */
  isContinued?: boolean;
}

const LANGUAGES = ['ko', 'en', 'ja'];
const HOUR = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const conversation = (conversationId: string, age: number, more: object = {}) => ({
  ...{ conversationId, agentId: 'ag-1', sameAgent: true, startedAt: ago(age), lastMessageAt: ago(age) },
  ...more,
});

const held = conversation('chat-1', HOUR / 4, { until: ago(-HOUR / 20) });
const several = [held, conversation('chat-2', 30 * HOUR, { sameAgent: false }), conversation('chat-3', 50 * HOUR)];

export const SCENES: readonly Scene[] = LANGUAGES.flatMap((language) => [
  { name: `prompt-${language}`, language, conversations: [held] },
  { name: `prompt-several-${language}`, language, conversations: several },
  { name: `prompt-over-${language}`, language, conversations: [held], isContinued: true },
]);
