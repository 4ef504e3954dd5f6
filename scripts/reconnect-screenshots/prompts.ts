/** The ready-made prompt of the script for widgets: one conversation, several, one that is over. */
import type { Page } from 'playwright-core';
import type { Scene } from '../screenshots/shoot';
import { buildSdk } from '../sdk/build';

const LANGUAGES = ['ko', 'en', 'ja'];
const HOUR = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const conversation = (conversationId: string, age: number, more: object = {}) => ({
  ...{ conversationId, agentId: 'ag-1', sameAgent: true, startedAt: ago(age), lastMessageAt: ago(age) },
  ...more,
});

const held = conversation('chat-1', HOUR / 4, { until: ago(-HOUR / 20) });
const several = [held, conversation('chat-2', 30 * HOUR, { sameAgent: false }), conversation('chat-3', 50 * HOUR)];

const page = (language: string) => `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><style>:root{color-scheme:light dark;--threadkeeper-font:'Noto Sans KR','Noto Sans JP'}
:lang(ja){--threadkeeper-font:'Noto Sans JP'}body{font:16px sans-serif;padding:24px}</style></head>
<body><h1>Sunrise Store</h1><p>${'Orders, returns, deliveries. '.repeat(30)}</p><script src="/threadkeeper.js"></script>
<script>Threadkeeper.start({ api: location.origin, channel: 'web', jwt: () => 'a.b.c' })</script></body></html>`;

const shown = (of: Page) => of.getByRole('dialog').waitFor();
const pressed = async (of: Page) => {
  await of.getByRole('button').first().click();
  await of.getByRole('heading', { level: 2 }).filter({ hasNotText: /[?？]/ }).waitFor();
};
/** As wide as the window is at 400 %. */
const zoomed = async (of: Page) => {
  await of.setViewportSize({ width: 320, height: 256 });
  await of.reload();
  await shown(of);
};

export async function promptScenes(): Promise<Scene[]> {
  const script = (await buildSdk())['threadkeeper.js'];
  const scene = (name: string, language: string, conversations: object[], act = shown): Scene => ({
    name: `prompt-${name}${language}`,
    html: page(language),
    answers: {
      '/threadkeeper.js': script,
      '/v1/reconnect': { conversations },
      '/v1/reconnect/continue': { result: 'expired' },
    },
    act,
  });
  return LANGUAGES.flatMap((language) => [
    scene('', language, [held]),
    scene('several-', language, several),
    scene('over-', language, [held], pressed),
    scene('zoomed-', language, several, zoomed),
  ]);
}
