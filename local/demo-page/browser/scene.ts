/** What the demo is played with: sample workflows, and e-mails for what stays unread. Made by the API when somebody asks. */
import { type Draft, sampleWorkflows } from '../workflows';
import { draw, el } from './dom';
import { language, say } from './language';
import { api, listOf } from './server';

export interface Workflow {
  id: string;
  name: string;
  status: string;
  trigger: { type: string; usableInChat?: boolean };
}

export function sceneBar(attempt: (work: () => Promise<unknown>) => unknown) {
  const element = el('section', { class: 'scene', 'aria-label': say.scene.title });
  const samples = sampleWorkflows(language, location.origin);
  let all: Workflow[] = [];
  let isMailing = false;

  const others = sampleWorkflows(language === 'ko' ? 'en' : 'ko', location.origin);
  // In either language: twice the same would greet twice.
  const isThere = (at: number) => all.some(({ name }) => name === samples[at]?.name || name === others[at]?.name);
  const missing = () => samples.filter((_, at) => !isThere(at));
  const look = async () => {
    const settings = await api<{ continuity: { enabled: boolean } }>('GET', '/v1/settings');
    all = await listOf<Workflow>('/v1/workflows');
    isMailing = settings.continuity.enabled;
    show();
  };
  const change = (work: () => Promise<unknown>) => () => attempt(() => work().finally(look));
  const add = async () => {
    for (const draft of missing()) await published(draft);
  };
  const mail = (enabled: boolean) => () => api('PATCH', '/v1/settings', { continuity: { enabled } });
  const button = (label: string, work: () => Promise<unknown>) =>
    el('button', { type: 'button', onclick: change(work) }, label);
  const show = () =>
    draw(element, [missing().length, isMailing], () => [
      el('span', {}, say.scene.workflows(samples.length - missing().length, samples.length)),
      missing().length > 0 && button(say.scene.addWorkflows, add),
      el('span', {}, isMailing ? say.scene.mailsOn : say.scene.mailsOff),
      isMailing ? button(say.scene.turnOff, mail(false)) : button(say.scene.turnOn, mail(true)),
    ]);
  return { element, look, workflows: () => all };
}

async function published(draft: Draft): Promise<void> {
  const { id } = await api<{ id: string }>('POST', '/v1/workflows', draft);
  await api('POST', `/v1/workflows/${id}/publish`);
}
