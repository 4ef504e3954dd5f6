/** `threadkeeper doctor`: looks at everything that commonly is not right, and says what to do about it. */
import { examineMail, type MailOptions } from './doctor-mail';
import { messageOf } from './failure';
import { attempt, type Finding, ok, type Tell, warn } from './finding';
import { Api, Refused, request } from './http';
import { localInfo, type TargetOptions, targetOf } from './target';
import type { Terminal } from './terminal';

const MARKS: Record<Finding['result'], string> = { ok: '✔ ok  ', warn: '! warn', fail: '✘ fail' };
/** Signatures allow five minutes; half of it is time to act. */
const SKEW_WARN_MS = 150_000;
const SKEW_FAIL_MS = 300_000;

/** Prints a line for each check. @returns whether nothing failed */
export async function doctorCommand(options: TargetOptions & MailOptions, terminal: Terminal): Promise<boolean> {
  const findings: Finding[] = [];
  const tell = (finding: Finding) => {
    findings.push(finding);
    terminal.out(`${MARKS[finding.result]}  ${finding.what}${finding.remedy ? `\n        ${finding.remedy}` : ''}`);
  };
  await examine(options, tell);
  await examineMail(options, tell);
  return findings.every(({ result }) => result !== 'fail');
}

async function examine(options: TargetOptions, tell: Tell): Promise<void> {
  tell(nodeVersion());
  const { url, apiKey } = targetOf(options);
  const health = await attempt(() => request(`${url}/healthz`));
  if (health instanceof Error) {
    return tell({
      result: 'fail',
      what: `${url} does not answer: ${messageOf(health)}`,
      remedy: 'Check --url; start a local stack with npm start.',
    });
  }
  if (health.status !== 200) {
    return tell({
      result: 'fail',
      what: `${url}/healthz answers ${health.status}`,
      remedy: 'Is this the URL that cdk deploy printed (ApiUrl)?',
    });
  }
  tell({ result: 'ok', what: `${url} answers` });
  const info = await localInfo(url);
  tell(clockSkew(health.headers.get('date'), info !== undefined));
  tell(await serverVersion(url));
  const key = apiKey ?? info?.apiKey;
  if (key === undefined) {
    return tell({
      result: 'fail',
      what: 'no API key',
      remedy: 'Give --key or THREADKEEPER_API_KEY; threadkeeper keys create makes one.',
    });
  }
  await examineWorkspace(new Api({ url, apiKey: key }), tell);
}

async function examineWorkspace(api: Api, tell: Tell): Promise<void> {
  const workflows = await attempt(() => api.list<{ status: string }>('/v1/workflows'));
  if (workflows instanceof Error) {
    const isKey = workflows instanceof Refused && (workflows.status === 401 || workflows.status === 403);
    const remedy = isKey
      ? 'Take another key; threadkeeper keys create makes one.'
      : 'See the logs of the api function.';
    return tell({ result: 'fail', what: isKey ? 'the API key is not valid' : messageOf(workflows), remedy });
  }
  tell({ result: 'ok', what: 'the API key is valid' });
  const active = workflows.filter(({ status }) => status === 'active').length;
  const remedy = 'Nothing will fire. threadkeeper workflows push FILE makes and publishes one.';
  tell({
    result: active > 0 ? 'ok' : 'warn',
    what: `${active} of ${workflows.length} workflows active`,
    ...(active === 0 && { remedy }),
  });
  tell(await channels(api));
  tell(await parked(api));
  tell(await unowned(api));
}

async function channels(api: Api): Promise<Finding> {
  const list = await attempt(() => api.list<{ id: string; kind: string }>('/v1/channels'));
  if (list instanceof Error) {
    return {
      result: 'warn',
      what: `channels cannot be read: ${messageOf(list)}`,
      remedy: 'Use a key whose scope may read them.',
    };
  }
  if (list.length > 0)
    return { result: 'ok', what: `channels: ${list.map(({ id, kind }) => `${id} (${kind})`).join(', ')}` };
  return {
    result: 'warn',
    what: 'no channels',
    remedy: 'No provider can reach the workspace yet: POST /v1/channels makes one.',
  };
}

async function parked(api: Api): Promise<Finding> {
  const list = await attempt(() => api.list<{ reason: string }>('/v1/parked'));
  if (list instanceof Error) {
    return {
      result: 'warn',
      what: `parked messages cannot be read: ${messageOf(list)}`,
      remedy: 'Use a key whose scope may read them.',
    };
  }
  if (list.length === 0) return { result: 'ok', what: 'nothing parked' };
  const remedy = `The newest: ${list[0]?.reason}. Mend the cause, then POST /v1/parked/ID/retry (docs/operations.md).`;
  return { result: 'warn', what: `${list.length} messages parked`, remedy };
}

/** Those that name no workspace, which no list of a workspace shows. */
async function unowned(api: Api): Promise<Finding> {
  const list = await attempt(() => api.list<{ queue: string; reason: string }>('/v1/parked/unowned'));
  if (list instanceof Refused && list.status === 403)
    return ok('parked messages of no workspace: not looked at, which takes an admin key');
  if (list instanceof Error)
    return warn(`parked messages of no workspace cannot be read: ${messageOf(list)}`, 'Deploy again, or ask later.');
  if (list.length === 0) return ok('nothing parked that names no workspace');
  const remedy = `The newest, of ${list[0]?.queue}: ${list[0]?.reason} GET /v1/parked/unowned lists them (docs/operations.md, Parked events).`;
  return warn(`${list.length} messages parked that name no workspace`, remedy);
}

function nodeVersion(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  const what = `Node ${process.versions.node}`;
  return major >= 20 ? { result: 'ok', what } : { result: 'fail', what, remedy: 'Install Node 20 or newer.' };
}

/** A local stack's virtual clock is nobody's fault; its `Date` header is the machine's. */
function clockSkew(date: string | null, isLocal: boolean): Finding {
  const skew = date === null ? Number.NaN : Math.abs(Date.parse(date) - Date.now());
  if (isLocal) return { result: 'ok', what: 'local stack, on a clock of its own' };
  if (Number.isNaN(skew))
    return { result: 'warn', what: 'the answer has no Date header, so clocks cannot be compared' };
  const what = `clocks differ by ${Math.round(skew / 1000)} s`;
  const remedy = 'Set this clock by NTP: signatures more than 5 minutes off are refused.';
  if (skew < SKEW_WARN_MS) return { result: 'ok', what };
  return { result: skew < SKEW_FAIL_MS ? 'warn' : 'fail', what, remedy };
}

async function serverVersion(url: string): Promise<Finding> {
  const answer = await attempt(() => new Api({ url }).get<{ info?: { version?: string } }>('/openapi.json'));
  const version = answer instanceof Error ? undefined : answer.info?.version;
  if (version !== undefined) return { result: 'ok', what: `API version ${version}` };
  return { result: 'warn', what: 'the API does not tell its version', remedy: 'An old deployment? Deploy again.' };
}
