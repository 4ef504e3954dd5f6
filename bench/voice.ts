/** How long a caller waits for words: 20 calls at once against the embedded stack, over HTTP, signed, through ring, menu, digits and route. */
import { seed } from '../local/seed';
import { startStack } from '../local/stack';
import { MEMORY } from '../local/store';
import { twilioSignature } from '../src/channels/twilio-voice/signature';
import { post } from './stack';

export interface VoiceSpeed {
  callsAtOnce: number;
  answers: number;
  /** Milliseconds: of the very first answer, with the function's start; then of all others. */
  firstMs: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** Answers without what the workflow says. */
  fallbacks: number;
}

const AT_ONCE = 20;
const ROUNDS = 8;
const SHOP = '+8225550100';
/** Threads a function may have, where Lambda would start one for each call. */
const THREADS = 4;

const workflow = {
  name: 'IVR',
  trigger: { type: 'call.ringing' },
  filter: { fact: 'call.to', op: 'is', value: SHOP },
  steps: [
    { do: 'call.say', text: '안녕하세요' },
    {
      do: 'call.menu',
      text: '배송 문의는 1번을 눌러 주세요',
      choices: {
        1: [
          { do: 'call.digits', text: '주문 번호 네 자리를 눌러 주세요', length: 4, as: 'order' },
          { do: 'note.add', text: '주문 {{answer.order}}' },
          { do: 'call.route', number: '+821099990000' },
        ],
      },
    },
  ],
};

/** Requests of a call in order, each posted to where the answer before it says; and what each answer must hold. */
const SCRIPT: { form: Record<string, string>; hears: string }[] = [
  { form: { CallStatus: 'ringing' }, hears: '<Gather' },
  { form: { CallStatus: 'in-progress', Digits: '1' }, hears: '<Gather' },
  { form: { CallStatus: 'in-progress', Digits: '1234' }, hears: '<Dial' },
  { form: { CallStatus: 'in-progress', DialCallStatus: 'completed' }, hears: '<Response></Response>' },
];

interface Phone {
  secret: string;
  webhookUrl: string;
}
interface Answer {
  millis: number;
  isAsHoped: boolean;
}

async function ask(
  { secret }: Phone,
  url: string,
  form: Record<string, string>,
): Promise<{ twiml: string; millis: number }> {
  const params = new Map(Object.entries(form).map(([name, value]) => [name, [value]]));
  const headers = { 'x-twilio-signature': twilioSignature(secret, url, params) };
  const start = performance.now();
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form) });
  const twiml = await response.text();
  return { twiml, millis: performance.now() - start };
}

async function call(phone: Phone, serial: number): Promise<Answer[]> {
  const parties = { From: `+8210${String(serial).padStart(8, '0')}`, To: SHOP, Direction: 'inbound' };
  const of = { CallSid: `CA${String(serial).padStart(32, '0')}`, ...parties };
  const answers: Answer[] = [];
  let url = phone.webhookUrl;
  for (const { form, hears } of SCRIPT) {
    const { twiml, millis } = await ask(phone, url, { ...of, ...form });
    answers.push({ millis, isAsHoped: twiml.includes(hears) });
    url = /action="([^"]+)"/.exec(twiml)?.[1]?.replaceAll('&amp;', '&') ?? url;
  }
  return answers;
}

/** @param assembly folder of the synthesized app */
export async function benchVoice(assembly: string): Promise<VoiceSpeed> {
  const stack = await startStack({ assembly, port: 0, dataDir: MEMORY, frozen: true, concurrency: THREADS });
  try {
    const { apiKey, channels } = await seed(stack, MEMORY);
    const phone = channels.find(({ id }) => id === 'phone') as Phone;
    const { id } = await post(stack.url, apiKey, '/v1/workflows', workflow);
    await post(stack.url, apiKey, `/v1/workflows/${id}/publish`, {});
    const [first, ...warm] = await call(phone, 0);
    let serial = 0;
    const atOnce = () => Promise.all(Array.from({ length: AT_ONCE }, () => call(phone, ++serial)));
    // Each thread starts with its first call; those are not counted.
    await atOnce();
    const answers: Answer[] = [...warm];
    for (let round = 0; round < ROUNDS; round++) answers.push(...(await atOnce()).flat());
    return { ...speedOf(answers), firstMs: Math.round(first?.millis ?? 0) };
  } finally {
    await stack.stop();
  }
}

function speedOf(answers: readonly Answer[]): Omit<VoiceSpeed, 'firstMs'> {
  const sorted = answers.map(({ millis }) => millis).toSorted((one, other) => one - other);
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return {
    ...{ callsAtOnce: AT_ONCE, answers: answers.length },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) },
    fallbacks: answers.filter(({ isAsHoped }) => !isAsHoped).length,
  };
}
