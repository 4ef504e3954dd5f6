import type { ServerResponse } from 'node:http';
import type { Mailbox } from '../mailbox';
import { BadRequest, parse } from '../problem';
import type { SentEmail } from '../ses/mails';
import { framed, listPage, mailPage, type Outcome, type PageContext, query, views } from './page';
import { replyForm } from './requests';
import type { Call, MailPageOptions } from './routes';
import { type Done, pageLanguage, words } from './words';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'";
/** Of an e-mail: pictures from anywhere, as in a mailbox, and nothing that runs. */
const FRAME_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src http: https: data:; sandbox allow-popups allow-popups-to-escape-sandbox";

/** `/_local/mailbox`, for people, without script. */
export function createMailHtml({ mailbox, smtpPort }: MailPageOptions) {
  return async (call: Call, mail: SentEmail | undefined, part: string | undefined): Promise<void> => {
    const { message, response } = call;
    const asked = new URL(message.url ?? '/', 'http://localhost').searchParams;
    const lang = asked.get('lang');
    const language = pageLanguage(lang, message.headers['accept-language']);
    const context: PageContext = { language, isAsked: lang === language, smtpPort };
    if (message.method === 'POST' && mail && part) {
      const outcome = await act(mailbox, call, mail, part);
      return redirect(response, `/_local/mailbox/${mail.id}${query(context, outcome)}`);
    }
    if (message.method !== 'GET') throw new BadRequest('The mailbox takes GET, and POST of its own forms.');
    if (!mail) return page(response, listPage(mailbox.sent(), context));
    if (part === 'html') return page(response, framed(mail.html ?? ''), FRAME_POLICY);
    const view = views.find((name) => name === asked.get('view')) ?? (mail.html === undefined ? 'text' : 'html');
    page(response, mailPage(mail, view, context, outcomeIn(asked, language)));
  };
}

/** Does what a form says; answers what the page will tell of it. */
async function act(mailbox: Mailbox, { body }: Call, mail: SentEmail, part: string): Promise<Record<string, string>> {
  const done = (what: Done) => ({ done: what });
  switch (part) {
    case 'reply': {
      const form = parse(replyForm, Object.fromEntries(new URLSearchParams(body.toString())));
      const { verdict: verdicts, ...reply } = form;
      const received = await mailbox.reply(mail, { ...reply, verdicts });
      return received.ok ? done('reply') : { refused: received.reason };
    }
    case 'bounce':
    case 'soft-bounce':
      mailbox.bounce(mail, part === 'bounce' ? 'permanent' : 'transient');
      return done('bounce');
    case 'complaint':
      mailbox.complain(mail);
      return done('complaint');
    case 'unsubscribe': {
      const status = await mailbox.unsubscribe(mail);
      return status !== undefined && status < 400 ? done('unsubscribe') : { refused: `${status ?? '–'}` };
    }
    default:
      throw new BadRequest('There is no such form.');
  }
}

function outcomeIn(asked: URLSearchParams, language: PageContext['language']): Outcome | undefined {
  const [done, refused] = [asked.get('done'), asked.get('refused')];
  if (refused !== null) return { refused };
  return done !== null && Object.hasOwn(words[language].done, done) ? { done: done as Done } : undefined;
}

function page(response: ServerResponse, text: string, policy = POLICY): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
  response.writeHead(200, headers).end(text);
}

const redirect = (response: ServerResponse, location: string) => void response.writeHead(303, { location }).end();
