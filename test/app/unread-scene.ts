/** A customer who left, answers of an agent that are unread, and the effect that carries them on by e-mail. */
import { perform } from '../../src/app/perform';
import { type Conversation, newConversation } from '../../src/engine/conversation';
import type { Effect } from '../../src/engine/effects';
import type { CustomerFields, EventData, EventOf } from '../../src/engine/event';
import { timelineId } from '../../src/engine/ids';
import { DEFAULT_SETTINGS, type Settings } from '../../src/engine/settings';
import { threadId } from '../../src/mail/reply-address';
import { effect, event, ref, START, World } from './world';

export const TO = 'kim@example.com';
export const THREAD = threadId(ref, TO);
export const DAY = 86_400_000;
/** When the e-mail is due: ten minutes after the first answer. */
export const DUE = START + 600_000;

export const MAIL: Effect = effect('ef_mail', {
  ...{ type: 'continuity.send', lane: 'slow', createdAt: DUE, notAfter: DUE + DAY },
  fields: { messages: ['m1', 'm2'].map((messageId) => ({ messageId, entryId: timelineId(`e-${messageId}`) })) },
});

export type Message = EventData<'message.created'>;
const answer = (messageId: string, text: string): Message => ({
  ...{ messageId, text, author: { type: 'agent', id: 'a1', name: '이지은' } },
});

let receives = 0;

export class UnreadScene {
  readonly world: World;
  private version = 0;
  private settingsVersion = 0;

  private constructor(world: World) {
    this.world = world;
  }

  /** The answers m1 and m2 have been unread for ten minutes. */
  static async open(): Promise<UnreadScene> {
    const scene = new UnreadScene(await World.open());
    await scene.set({});
    await scene.customerIs({ email: TO, name: '김서연', language: 'ko' });
    await scene.says(answer('m1', '재고를 확인했습니다.'));
    await scene.says(answer('m2', '내일 보내 드릴게요.'));
    await scene.conversationIs({});
    scene.world.clock.moveTo(DUE);
    return scene;
  }

  get sent() {
    return this.world.ports.mail.sent;
  }

  async set(more: Partial<Settings['continuity']>, others: Partial<Settings> = {}): Promise<void> {
    const continuity = { ...DEFAULT_SETTINGS.continuity, enabled: true, ...more };
    const settings = { ...DEFAULT_SETTINGS, ...others, continuity };
    const version = ++this.settingsVersion;
    const record = { workspaceId: ref.workspaceId, version, order: [], snapshot: 0, settings };
    await this.world.deps.configuration.putWorkspace(record);
  }

  async customerIs(set: Partial<Omit<CustomerFields, 'id'>>): Promise<void> {
    const update = { id: `u${this.world.ports.table.items.length}`, customerId: 'cu-7', at: START, set };
    await this.world.deps.customers.apply(ref.workspaceId, update);
  }

  /** What is said stands in the timeline. */
  async says(data: Message, more: Partial<EventOf<'message.created'>> = {}): Promise<void> {
    const said = event(`e-${data.messageId}`, { type: 'message.created', data, ...more } as never);
    const id = timelineId(said.id);
    await this.world.deps.timeline.put(ref, { schema: 1, id, sequence: 1, at: START, kind: 'event', event: said });
  }

  /** The conversation as it has become. */
  async conversationIs(more: Partial<Conversation>): Promise<void> {
    const unread = ['m1', 'm2'].map((messageId) => ({
      ...{ messageId, at: START, entryId: timelineId(`e-${messageId}`), mailed: true as const },
    }));
    const open = { ...newConversation(ref, 'chat', START), status: 'open' as const, customerId: 'cu-7', unread };
    await this.world.deps.conversations.commit(ref, { ...open, ...more }, this.version++, null);
  }

  /** One receive of the message with the effect; each is another owner. */
  receive(effects: Effect[] = [MAIL], deps = this.world.deps) {
    const batch = { schema: 1 as const, ref, batchId: 'b1', effects };
    const owner = `request-${++receives}`;
    const publicUrl = 'https://api.example';
    return perform(batch, { ...deps, publicUrl }, { owner, timeLeft: () => 120_000 });
  }

  /** Receives it until it is done; how long each pause was. */
  async receiveAll(effects: Effect[] = [MAIL], most = 1_000): Promise<number[]> {
    const pauses: number[] = [];
    while (pauses.length < most) {
      const { againAfter } = await this.receive(effects);
      if (againAfter === undefined) return pauses;
      pauses.push(againAfter);
      this.world.clock.pass(againAfter);
    }
    throw new Error('It never ended.');
  }

  claim = (id = MAIL.id) => this.world.deps.claims.get(ref, id);
}
