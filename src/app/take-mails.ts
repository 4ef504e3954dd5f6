import { readMailIn } from './read-mail-in';
import { type TakeMailDeps, takeMail } from './take-mail';

/**
 * Takes the e-mails that SES tells of, or that were put aside.
 * @returns what to count in the metrics, by metric name
 * @throws MessageError, StoreError
 */
export async function takeMails(told: unknown, deps: TakeMailDeps): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const mail of readMailIn(told))
    for (const [outcome, taken] of Object.entries(await takeMail(mail, deps))) {
      const name = `Mail${outcome[0]?.toUpperCase()}${outcome.slice(1)}`;
      counts[name] = (counts[name] ?? 0) + taken;
    }
  return counts;
}
