/** The customer's side: a tab with the shop in it, which can be closed, cut off, and opened again. */
import { CHANNEL, type Customer, customers } from '../cast';
import type { Present } from './clock';
import { type Child, choice, draw, el } from './dom';
import { keep, kept } from './kept';
import { language, say } from './language';
import { addressesIn, isWayBack, link } from './links';
import { desk } from './server';
import { forgetTab } from './visitor';

/** @param token of a link that led here @param entered told of the conversation that the customer is in */
export function customerPane(token: string | undefined, entered: (conversationId: string) => void) {
  let frame: HTMLIFrameElement | undefined;
  let isLost = false;
  const screen = el('div', { class: 'screen card' });
  const buttons = el('div', { class: 'buttons' });
  const who = choice(
    say.customer.who,
    customers.map((one) => [one.key, nameOf(one)]),
    (key) => {
      closeTab();
      keep({ who: key });
      open();
    },
  );
  who.select.value = kept.who;
  const element = el(
    'section',
    { class: 'pane customer', 'aria-label': say.customer.title },
    el('div', { class: 'pane-head' }, el('h2', {}, say.customer.title), who.field),
    buttons,
    screen,
  );

  function open(linkToken?: string): void {
    const query = new URLSearchParams({ who: kept.who, lang: language, ...(linkToken && { threadkeeper: linkToken }) });
    isLost = false;
    frame = el('iframe', { title: say.shop, src: `/_local/demo/shop?${query}` });
    screen.replaceChildren(frame);
    keep({ isOpen: true });
    showButtons();
  }

  /** As a browser does it: the page is told, and its tab's memory is gone. */
  function closeTab(): void {
    frame?.remove();
    frame = undefined;
    forgetTab(CHANNEL);
    keep({ isOpen: false });
  }

  async function showClosed(): Promise<void> {
    const links = el('ul', {});
    const back = el('button', { type: 'button', class: 'main', onclick: () => open() }, say.customer.open);
    const hint = el('p', {}, say.customer.closedHint);
    screen.replaceChildren(el('div', { class: 'vanished' }, el('h3', {}, say.customer.closed), hint, links, back));
    const entries = kept.customerChat ? await desk.entries(kept.customerChat).catch(() => []) : [];
    const texts = entries.filter(({ type }) => type !== 'note.add').map(({ data }) => String(data.text ?? ''));
    const found = [...new Set(texts.flatMap(addressesIn).filter(isWayBack))];
    draw(links, found, () =>
      found.length > 0 ? found.map((url) => el('li', {}, link(url))) : [el('li', {}, say.customer.noLinks)],
    );
  }

  function showButtons(): void {
    draw(buttons, [frame !== undefined, isLost], (): Child[] => {
      if (!frame) return [el('button', { type: 'button', onclick: () => open() }, say.customer.open)];
      const turn = () => {
        isLost = !isLost;
        frame?.contentWindow?.tab?.[isLost ? 'lose' : 'restore']();
        showButtons();
      };
      return [
        el('button', { type: 'button', onclick: () => leave() }, say.customer.close),
        el(
          'button',
          { type: 'button', 'aria-pressed': String(isLost), onclick: turn },
          isLost ? say.customer.restore : say.customer.lose,
        ),
        isLost && el('p', { class: 'hint', role: 'status' }, say.customer.lost),
      ];
    });
  }

  function leave(): void {
    closeTab();
    showButtons();
    void showClosed();
  }

  addEventListener('demo:chat', (event) => {
    const conversationId = (event as CustomEvent<string>).detail;
    keep({ customerChat: conversationId });
    entered(conversationId);
  });
  if (token || kept.isOpen) open(token);
  else leave();

  const present = (): Present | undefined => {
    const tab = frame?.contentWindow?.tab;
    return tab && !isLost ? { tab, conversationId: kept.customerChat } : undefined;
  };
  return { element, present };
}

function nameOf({ key, name }: Customer): string {
  if (!name) return say.customer.visitor;
  return key === 'vip' ? say.customer.withMail(name[language]) : say.customer.withoutMail(name[language]);
}
