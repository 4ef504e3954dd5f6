/** Who plays in the demo: customers to be, agents to answer them. Read by the stack and by its pages. */
import type { PageLanguage } from '../mailbox/words';

export const CHANNEL = 'demo';

export interface Customer {
  key: 'vip' | 'regular' | 'visitor';
  /** Absent of who is not logged in: then each visit is somebody else. */
  id?: string;
  name?: Record<PageLanguage, string>;
  email?: string;
  tier?: string;
}

export const customers: readonly Customer[] = [
  {
    ...{ key: 'vip', id: 'demo-seoyeon', tier: 'VIP', email: 'seoyeon.kim@example.com' },
    name: { ko: '김서연', en: 'Seoyeon Kim' },
  },
  { key: 'regular', id: 'demo-minjun', name: { ko: '이민준', en: 'Minjun Lee' } },
  { key: 'visitor' },
];

export const agents: readonly { id: string; name: Record<PageLanguage, string> }[] = [
  { id: 'demo-haneul', name: { ko: '한하늘', en: 'Haneul Han' } },
  { id: 'demo-jiho', name: { ko: '최지호', en: 'Jiho Choi' } },
  { id: 'demo-sora', name: { ko: '윤소라', en: 'Sora Yoon' } },
];

export const agentName = (id: string, language: PageLanguage): string =>
  agents.find((agent) => agent.id === id)?.name[language] ?? id;
