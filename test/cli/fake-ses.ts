/** As much of Amazon SES as whoever holds the account asks of it, by both versions of its API, and the SDK's way to it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface FakeRule {
  name: string;
  recipients: string[];
  enabled: boolean;
}

export class FakeSes {
  readonly ruleSets: Record<string, FakeRule[]> = {};
  active: string | undefined;
  readonly identities: Record<string, object> = {};
  readonly configurationSets: Record<string, object> = {};
  account: object = {};
  /** Refuses everything so. */
  refusal: string | undefined;
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly before = { ...process.env };

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SES: url,
      AWS_ENDPOINT_URL_SESV2: url,
      AWS_REGION: 'ap-northeast-2',
      AWS_ACCESS_KEY_ID: 'someone',
      AWS_SECRET_ACCESS_KEY: 'any',
    });
    return this;
  }

  async stop(): Promise<void> {
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const [status, said] = request.url === '/' ? this.first(new URLSearchParams(body)) : this.second(request.url ?? '');
    response.writeHead(status, { 'content-type': said.startsWith('<') ? 'text/xml' : 'application/json' }).end(said);
  }

  /** The first version speaks XML. */
  private first(asked: URLSearchParams): [number, string] {
    const [action = '', name = ''] = [asked.get('Action') ?? '', asked.get('RuleSetName') ?? ''];
    const refuse = (code: string): [number, string] => [
      400,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}.</Message></Error></ErrorResponse>`,
    ];
    if (this.refusal) return refuse(this.refusal);
    const told = (inner: string): [number, string] => [
      200,
      `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`,
    ];
    if (action === 'DescribeActiveReceiptRuleSet') return told(this.active ? this.described(this.active) : '');
    if (name && !this.ruleSets[name]) return refuse('RuleSetDoesNotExist');
    if (action === 'DescribeReceiptRuleSet') return told(this.described(name));
    if (action !== 'SetActiveReceiptRuleSet') return refuse('InvalidAction');
    this.active = name || undefined;
    return told('');
  }

  private described(ruleSet: string): string {
    const rules = (this.ruleSets[ruleSet] ?? []).map(({ name, recipients, enabled }) => {
      const whose = recipients.map((recipient) => `<member>${recipient}</member>`).join('');
      return `<member><Name>${name}</Name><Enabled>${enabled}</Enabled><Recipients>${whose}</Recipients></member>`;
    });
    return `<Metadata><Name>${ruleSet}</Name></Metadata><Rules>${rules.join('')}</Rules>`;
  }

  /** The second speaks JSON. */
  private second(url: string): [number, string] {
    if (this.refusal) return [403, JSON.stringify({ __type: this.refusal, message: `${this.refusal}.` })];
    const [, , , kind, name = ''] = url.split('/').map(decodeURIComponent);
    const found = { identities: this.identities[name], 'configuration-sets': this.configurationSets[name] }[kind ?? ''];
    const value = kind === 'account' ? this.account : found;
    return value ? [200, JSON.stringify(value)] : [404, JSON.stringify({ __type: 'NotFoundException', message: 'no' })];
  }
}
