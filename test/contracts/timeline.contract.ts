import { describe, expect, test } from '@jest/globals';
import { aWorkspace, type Given, T0 } from './subject';
import { claiming, entry, refIn } from './values';

export const timeline = (given: Given) =>
  describe('timeline', () => {
    test('is empty before anything happened', async () => {
      expect(await given().timeline.list(refIn(aWorkspace()))).toEqual([]);
    });

    test('lists entries in the order of the conversation, each once', async () => {
      const { timeline } = given();
      const ref = refIn(aWorkspace());
      const entries = Array.from({ length: 12 }, (_, at) => entry(ref, `e${at}`, at + 1));
      for (const some of [...entries.toReversed(), ...entries]) await timeline.put(ref, some);
      expect(await timeline.list(ref)).toEqual(entries);
    });

    test('finds one entry by its id, of this conversation alone', async () => {
      const { timeline } = given();
      const ref = refIn(aWorkspace());
      const [first, second] = [entry(ref, 'e1', 1), entry(ref, 'e2', 2)];
      for (const some of [first, second]) await timeline.put(ref, some);
      expect(await timeline.get(ref, second.id)).toEqual(second);
      expect(await timeline.get(ref, 'e3')).toBeUndefined();
      expect(await timeline.get(refIn(ref.workspaceId, 'chat-43'), first.id)).toBeUndefined();
    });

    test('shows how effects ended, after the entry that made them, at their time', async () => {
      const { timeline, claims } = given();
      const ref = refIn(aWorkspace());
      const made = { effects: [{ id: 'ef_1', type: 'message.send', workflowId: 'wf', runId: 'r', fields: {} }] };
      await timeline.put(ref, entry(ref, 'e1', 1, { ...made, at: T0 + 100 }));
      await timeline.put(ref, entry(ref, 'e2', 2, { at: T0 + 5_000 }));
      await claims.claim(ref, claiming('ef_1', { now: T0 + 50, workflowId: 'wf', runId: 'r' }));
      await claims.settle(ref, 'ef_1', 'request-1/1', {
        state: 'failed',
        at: T0 + 60,
        detail: 'the channel answered 410',
      });
      const listed = await timeline.list(ref);
      expect(listed.map(({ kind }) => kind)).toEqual(['event', 'effect', 'event']);
      expect(listed[1]).toMatchObject({
        id: 'ef_1',
        sequence: 1,
        at: T0 + 60,
        effect: { id: 'ef_1', type: 'message.send', state: 'failed', attempts: 1, workflowId: 'wf', runId: 'r' },
      });
      expect(listed[1]?.effect?.detail).toBe('the channel answered 410');
    });

    test('tells outcomes of one moment in the order in which the effects were made', async () => {
      const { timeline, claims } = given();
      const ref = refIn(aWorkspace());
      const ids = ['ef_9', 'ef_1', 'ef_5'];
      const effects = ids.map((id) => ({ id, type: 'note.add', workflowId: 'wf', runId: 'r', fields: {} }));
      await timeline.put(ref, entry(ref, 'e1', 1, { effects }));
      for (const id of ids) await claims.claim(ref, claiming(id, { now: T0 + 50, workflowId: 'wf', runId: 'r' }));
      const listed = await timeline.list(ref);
      expect(listed.flatMap(({ effect }) => effect?.id ?? [])).toEqual(ids);
    });

    test('holds a whole event, however large the door lets it be', async () => {
      const { timeline } = given();
      const ref = refIn(aWorkspace());
      const text = Array.from({ length: 20_000 }, (_, at) => String.fromCharCode(0xac00 + ((at * 7919) % 11172))).join(
        '',
      );
      const large = entry(ref, 'e1', 1, { notes: [text, text, text, text] });
      await timeline.put(ref, large);
      expect(await timeline.list(ref)).toEqual([large]);
    });

    test('lists more than one page of the store', async () => {
      const { timeline } = given();
      const ref = refIn(aWorkspace());
      const text = Array.from({ length: 60_000 }, (_, at) => String.fromCharCode(0xac00 + ((at * at) % 11172))).join(
        '',
      );
      const entries = Array.from({ length: 12 }, (_, at) => entry(ref, `e${at}`, at + 1, { notes: [`${at}${text}`] }));
      for (const some of entries) await timeline.put(ref, some);
      expect((await timeline.list(ref)).map(({ sequence }) => sequence)).toEqual(
        entries.map(({ sequence }) => sequence),
      );
    });

    test('what is larger than any item is refused for good', async () => {
      const { timeline } = given();
      const ref = refIn(aWorkspace());
      let state = 1;
      const random = () => (state = (state * 48271) % 2147483647) % 94;
      const noise = Array.from({ length: 600_000 }, () => String.fromCharCode(33 + random())).join('');
      const putting = timeline.put(ref, entry(ref, 'e1', 1, { notes: [noise] }));
      await expect(putting).rejects.toMatchObject({ name: 'StoreError', code: 'store.tooLarge', retry: false });
    });
  });
