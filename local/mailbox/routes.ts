import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Serve } from '../door';
import { readLimited, sendJson } from '../http';
import type { Received } from '../mail-receipt';
import type { Mailbox } from '../mailbox';
import { BadRequest, parse, parseJson, problem } from '../problem';
import type { SentEmail } from '../ses/mails';
import { createMailHtml } from './html-routes';
import { bounceRequest, incoming, mailRequest } from './requests';

export interface MailPageOptions {
  mailbox: Mailbox;
  smtpPort: number | undefined;
}

/** A mail of 40 MB in base64. */
const MAX_BODY_BYTES = 56 * 1024 * 1024;

export interface Call {
  message: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

/** `/_local/mail` for programs, `/_local/mailbox` for people. */
export function createMailPage(options: MailPageOptions): Serve {
  const { mailbox } = options;
  const page = createMailHtml(options);
  return async (message, response) => {
    const [, room, id, part] = /^\/_local\/(mail|mailbox)(?:\/([^/?]+))?(?:\/([^/?]+))?$/.exec(pathOf(message)) ?? [];
    try {
      const body = await readLimited(message, MAX_BODY_BYTES);
      if (!body) return problem(response, 413, 'A mail is at most 40 MB.');
      if (message.headers['sec-fetch-site'] === 'cross-site' && message.method === 'POST')
        return problem(response, 403, 'Another site may not send mails here.');
      const mail = id === undefined ? undefined : mailbox.email(decodeURIComponent(id));
      if (!room || (id !== undefined && !mail)) return problem(response, 404, 'There is no such e-mail.');
      const call: Call = { message, response, body };
      await (room === 'mailbox' ? page(call, mail, part) : json(mailbox, call, mail, part));
    } catch (error) {
      problem(response, error instanceof BadRequest || error instanceof URIError ? 400 : 500, (error as Error).message);
    }
  };
}

const pathOf = ({ url = '' }: IncomingMessage) => url.split('?')[0]!.replace(/\/$/, '');

async function json(mailbox: Mailbox, call: Call, mail: SentEmail | undefined, part = ''): Promise<void> {
  const { message, response, body } = call;
  const answer = (value: unknown) => sendJson(response, 200, value);
  const routes: Record<string, () => unknown> = mail
    ? {
        'GET ': () => answer(told(mail)),
        'GET raw': async () => {
          const type = {
            'content-type': 'message/rfc822',
            'content-disposition': `attachment; filename="${mail.id}.eml"`,
          };
          response.writeHead(200, type).end(await mailbox.raw(mail));
        },
        'POST bounce': () => answer(mailbox.bounce(mail, parse(bounceRequest, parseJson(body)).kind) ?? {}),
        'POST complaint': () => answer(mailbox.complain(mail) ?? {}),
        'POST unsubscribe': async () => {
          const status = await mailbox.unsubscribe(mail);
          if (status === undefined) throw new BadRequest('The e-mail offers no way to unsubscribe with one click.');
          answer({ status });
        },
      }
    : {
        'GET ': () => answer(mailbox.sent().map(told)),
        'POST ': async () => outcome(response, await deliver(mailbox, parse(mailRequest, parseJson(body)))),
      };
  const route = routes[`${message.method} ${part}`];
  if (route) return void (await route());
  problem(response, 404, `There is ${Object.keys(routes).join(', ')} here.`);
}

function deliver(mailbox: Mailbox, request: ReturnType<typeof mailRequest.parse>): Received | Promise<Received> {
  if (!('reply' in request)) return mailbox.deliver(incoming(request));
  const { to, ...reply } = request.reply;
  const mail = mailbox.email(to);
  if (!mail) throw new BadRequest(`There is no e-mail ${to}. GET /_local/mail lists those that were sent.`);
  return mailbox.reply(mail, reply);
}

function outcome(response: ServerResponse, received: Received): void {
  if (received.ok) sendJson(response, 200, { messageId: received.messageId });
  else problem(response, received.code < 500 ? 500 : 400, received.reason);
}

/** Headers by name: of those that are sent none comes twice. */
function told({ tags: _tags, configurationSet: _set, headers, ...mail }: SentEmail): object {
  return { ...mail, headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])) };
}
