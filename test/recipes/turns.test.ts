/** What else can happen in a recipe: the other keys, the other answers, those who say nothing. */
import { expect, test } from '@jest/globals';
import { recipeFiles } from '../../scripts/recipes-index';
import type { Recipe } from '../../src/app/api/recipes/recipe';
import type { Settings } from '../../src/engine/settings';
import { Scene } from './scene';

const recipes = recipeFiles().map(({ recipe }) => recipe);
function open(key: string, settings: Partial<Settings> = {}): Scene {
  return Scene.of(recipes.find((recipe) => recipe.key === key) as Recipe, 'en', {}, settings);
}
const done = (scene: Scene) => scene.effects.map(({ type }) => type);

test('t01-faq-buttons: the chat stays out of the inbox until a person is asked for', () => {
  const scene = open('t01-faq-buttons');
  scene.startsChat();
  expect(scene.conversation?.inInbox).toBe(false);
  scene.presses('agent');
  expect(done(scene)).toEqual(['message.buttons', 'message.send', 'conversation.open']);
  expect(scene.conversation).toMatchObject({ status: 'open', inInbox: true });
});

test.each(['t01-faq-buttons', 't01-campaign'])('%s: whoever writes instead is let in', (key) => {
  const scene = open(key);
  scene.startsChat({ campaignId: 'campaign-spring' });
  scene.says('my own question');
  expect(done(scene).at(-1)).toBe('conversation.open');
  expect(scene.conversation?.status).toBe('open');
});

test('t01-pricing-page: a form that nobody fills in bothers nobody', () => {
  const scene = open('t01-pricing-page');
  scene.startsChat({ page: { url: 'https://shop.example.com/pricing' } });
  scene.pass('PT1H');
  expect(done(scene)).toEqual(['conversation.tag', 'form.send']);
  expect(scene.conversation).toMatchObject({ inInbox: false, runs: [] });
});

test('t01-outside-hours: what was filled in is kept with the customer', () => {
  const scene = open('t01-outside-hours', { operatingHours: { timeZone: 'Asia/Seoul', weekly: {}, holidays: [] } });
  scene.startsChat();
  scene.fillsIn({ name: 'Kim Mina', email: 'mina@example.com' });
  const kept = scene.decisions.at(-1)?.outbox?.customers;
  expect(kept).toMatchObject([{ customerId: 'cu', set: { name: 'Kim Mina', email: 'mina@example.com' } }]);
});

test('t02-menu-to-team: whoever presses nothing hears it once more, then gets the main team', () => {
  const scene = open('t02-menu-to-team');
  scene.rings();
  scene.keysIn('');
  scene.keysIn('');
  expect(done(scene)).toEqual(['call.menu', 'call.menu', 'call.route']);
  expect(scene.effects.at(-1)?.fields).toMatchObject({ teamId: 'team-support' });
});

test('t02-menu-to-team: partners get their agent', () => {
  const scene = open('t02-menu-to-team');
  scene.rings();
  scene.keysIn('3');
  expect(scene.effects.at(-1)).toMatchObject({ type: 'call.route', fields: { agentId: 'agent-partners' } });
});

test('t02-booking-number: without a number the call is put through all the same', () => {
  const scene = open('t02-booking-number');
  scene.rings();
  for (let asked = 0; asked < 5 && scene.asked.type === 'call.digits'; asked++) scene.keysIn('');
  expect(scene.effects.at(-1)).toMatchObject({ type: 'call.route', fields: { teamId: 'team-booking' } });
});

test('t02-voicemail-or-chat: a message that was left is tagged and noted', () => {
  const scene = open('t02-voicemail-or-chat');
  scene.rings();
  scene.isPutThrough('busy');
  scene.keysIn('1');
  scene.recordsMessage();
  expect(done(scene)).toEqual([
    ...['call.say', 'call.route', 'call.menu'],
    ...['conversation.tag', 'call.voicemail', 'note.add'],
  ]);
  expect(scene.effects.at(-1)?.fields).toEqual({ text: 'Voicemail: https://recordings.example.com/1' });
});

test('t02-voicemail-or-chat: whoever is put through hears no more of it', () => {
  const scene = open('t02-voicemail-or-chat');
  scene.rings();
  scene.isPutThrough('answered');
  expect(done(scene)).toEqual(['call.say', 'call.route']);
});

test('t03-messenger-buttons: whoever writes on is left to the agents', () => {
  const scene = open('t03-messenger-buttons');
  scene.opensChat('hello', { messenger: 'naver' });
  scene.says('I need help with my order');
  expect(done(scene)).toEqual(['message.buttons']);
  expect(scene.conversation?.runs).toEqual([]);
});

test.each(['customer', 'agent'])(
  't10-close-after-silence: it stays open when the %s writes after the warning',
  (by) => {
    const scene = open('t10-close-after-silence');
    scene.opensChat();
    scene.agentSays();
    scene.pass('PT12M');
    if (by === 'customer') scene.says('wait');
    else scene.agentSays('by the way');
    scene.pass('PT7M');
    expect(done(scene)).toEqual(['message.send']);
    expect(scene.conversation?.status).toBe('open');
  },
);

test('t11-survey: one that nobody answers leaves no note', () => {
  const scene = open('t11-survey');
  scene.opensChat();
  scene.closes();
  scene.pass('PT24H');
  expect(done(scene)).toEqual(['survey.send']);
});

test('t11-tag-reminder: what ended inside the bot needs no tag', () => {
  const scene = open('t11-tag-reminder');
  scene.startsChat();
  scene.closes('customer');
  expect(done(scene)).toEqual([]);
});

test('t11-left-the-bot: without a phone number a survey is sent; silence ends a chat as well', () => {
  const scene = open('t11-left-the-bot');
  scene.startsChat();
  scene.pass('PT24H');
  expect(scene.effects.at(-1)).toMatchObject({ type: 'survey.send', fields: { scale: 2 } });
});

test('t12-survey: where calls have no surveys, the address of one is sent by SMS', () => {
  const scene = open('t12-survey');
  scene.more = { channelKind: 'twilio-voice' };
  scene.comesIn();
  scene.isAnswered();
  scene.hangsUp();
  scene.pass('PT1H');
  expect(scene.effects).toMatchObject([
    {
      type: 'sms.send',
      fields: { to: '+821012345678', text: expect.stringContaining('https://shop.example.com/survey') },
    },
  ]);
});

test('t12-left-the-ivr: nobody whom we called gets the text', () => {
  const scene = open('t12-left-the-ivr');
  scene.agentCalls();
  scene.hangsUp('ringTimeOver');
  scene.pass('PT1H');
  expect(done(scene)).toEqual([]);
});

test('t13-returns-module: asked once a chat, and agents may ask by themselves', () => {
  const scene = open('t13-returns-module');
  scene.opensChat('a return, please');
  scene.fillsIn({ orderNumber: 'ORD-1' });
  scene.says('about my return');
  expect(done(scene)).toEqual(['conversation.tag', 'form.send', 'note.add']);
  scene.event('workflow.requested', { workflowId: 'orderDetails', agentId: 'ag' });
  expect(done(scene).at(-1)).toBe('form.send');
});
