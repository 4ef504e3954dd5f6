/** What became of each call of a recording, out of its raw callbacks. */
import { type RawLine, seconds } from './day-oracle';

export interface CallOutcome {
  id: string;
  inbound: boolean;
  missed: boolean;
  /** The caller's number, unless withheld. */
  phone?: string;
  /** Seconds since the day began. */
  ended: number;
}

/** A call is missed when nobody on our side ever spoke in it. */
export function callsOf(lines: readonly RawLine[]): CallOutcome[] {
  const forms = lines.flatMap(({ at, form }) => (form === undefined ? [] : [{ at: seconds(at), form }]));
  const ids = [...new Set(forms.map(({ form }) => form.ParentCallSid ?? form.CallSid ?? ''))];
  return ids.map((id) => {
    const own = forms.filter(({ form }) => form.CallSid === id);
    const dialled = forms.filter(({ form }) => form.ParentCallSid === id);
    const first = own[0]?.form ?? {};
    const inbound = first.Direction === 'inbound';
    const legs = inbound ? dialled : own;
    const missed = !legs.some(({ form }) => form.CallStatus === 'in-progress');
    const ends = own.filter(({ form }) => form.CallStatus === 'completed' || form.DialCallStatus !== undefined);
    const phone = inbound && first.From?.startsWith('+2666') === false ? { phone: first.From } : {};
    return { id, inbound, missed, ...phone, ended: Math.min(...ends.map(({ at }) => at)) };
  });
}
