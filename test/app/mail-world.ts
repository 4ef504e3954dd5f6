/** A conversation whose customer was written to, and mails that come to its reply address. */
import { readMailIn } from '../../src/app/read-mail-in';
import { type TakeMailDeps, takeMail } from '../../src/app/take-mail';
import type { EventOf } from '../../src/engine/event';
import { timelineId } from '../../src/engine/ids';
import { DEFAULT_SETTINGS } from '../../src/engine/settings';
import { replyAddress, threadId } from '../../src/mail/reply-address';
import type { MailThread } from '../../src/ports/mail-threads';
import { CUSTOMER, type Delivery, delivered, letter, US } from '../mail/inbound/given';
import { ref, START, World } from './world';

export const LINKS = 'https://talk.shop.example';

export class MailWorld {
  readonly world: World;
  readonly thread: MailThread;
  readonly address: string;
  deps: TakeMailDeps;
  #delivery = 0;
  #settings = 0;

  private constructor(world: World, thread: MailThread, address: string) {
    this.world = world;
    this.thread = thread;
    this.address = address;
    this.deps = { ...world.ports, ourselves: US, publicUrl: LINKS };
  }

  static async open(): Promise<MailWorld> {
    const world = await World.open();
    const about = { id: threadId(ref, CUSTOMER), ref, customerId: 'cu-1', address: CUSTOMER, language: 'ko' };
    const thread = await world.ports.mailThreads.open(about, START);
    const [key] = await world.ports.signingKeys.list();
    if (!key) throw new Error('There is always a key.');
    const opened = new MailWorld(world, thread, replyAddress(thread.id, US.replyDomain, key));
    await opened.speaks('en');
    return opened;
  }

  /** The language of the workspace. */
  async speaks(language: string): Promise<void> {
    const settings = { ...DEFAULT_SETTINGS, language };
    const record = { workspaceId: 'main', version: ++this.#settings, order: [], snapshot: 0, settings };
    await this.world.ports.configuration.putWorkspace(record);
  }

  /** Stores a mail as SES does, and takes it as SES tells of it. */
  async arrives(mail: string | Buffer = letter(), delivery: Delivery = {}, attempt = 0) {
    const messageId = delivery.messageId ?? `ses-${++this.#delivery}`;
    const { raw, receipt } = delivered(mail, { recipients: [this.address], ...delivery, messageId });
    await this.world.ports.mailStore.put(receipt.key, raw, { type: 'message/rfc822', name: 'mail' });
    return takeMail({ receipt, attempt }, this.deps);
  }

  /** The events that were sent. */
  get messages(): EventOf<'message.created'>[] {
    return this.world.events.filter((event) => event.type === 'message.created');
  }

  parked(workspaceId = 'main') {
    return this.world.ports.parked.list(workspaceId, { limit: 100 }).then(({ items }) => items);
  }

  /** What was parked, taken again as an operator has it. */
  async again(body: string, attempt = 1) {
    const [told] = readMailIn({ ...JSON.parse(body), attempt });
    if (!told) throw new Error('No mail is told in it.');
    return takeMail(told, this.deps);
  }

  /** Has the sent events applied, as the evaluator does. */
  async apply(): Promise<void> {
    for (const [sequence, event] of this.messages.entries()) {
      const entry = {
        schema: 1 as const,
        id: timelineId(event.id),
        sequence,
        at: START,
        kind: 'event' as const,
        event,
      };
      await this.world.ports.timeline.put(ref, entry);
    }
  }
}
