import type { ChannelRecord } from '../../src/ports/channels';
import type { AppPorts } from '../app-ports';
import { BadRequest } from '../problem';
import type { LocalStack } from '../stack';
import { CHANNEL } from './cast';
import { seedDemoChannel } from './channel';
import { createDesk } from './desk';
import { openDeskLog } from './log';
import { createDemoPage } from './routes';

/** Makes the channel of the demo page, and serves the page. */
export async function openDemoPage(stack: LocalStack, { channels }: AppPorts, workspaceId: string): Promise<void> {
  const { clock, url, store } = stack;
  await seedDemoChannel(channels, workspaceId, url, clock.now());
  const channel = async (): Promise<ChannelRecord> => {
    const made = await channels.get(CHANNEL, { fresh: true });
    if (made) return made;
    throw new BadRequest(`The channel ${CHANNEL} was deleted; start the stack again to have it back.`);
  };
  const log = openDeskLog(store);
  stack.demoBy(createDemoPage({ desk: createDesk({ log, clock, url, channel }), log, clock, channel }));
}
