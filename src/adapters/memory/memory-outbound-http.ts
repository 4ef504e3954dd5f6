import type { OutboundHttp, OutboundNote, OutboundRequest, OutboundResult } from '../../ports/outbound-http';
import { Meter } from './meter';

export interface Exchange {
  request: OutboundRequest;
  note: OutboundNote;
  result: OutboundResult;
}
type Answering = (request: OutboundRequest, note: OutboundNote) => OutboundResult | undefined;

const OK: OutboundResult = { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };

/** An outside that answers as it is told: first what is in `next`, then what `answering` says, else 200. */
export class MemoryOutboundHttp implements OutboundHttp {
  readonly exchanges: Exchange[] = [];
  /** Results for the next requests, in order. */
  readonly next: OutboundResult[] = [];
  private readonly answering: Answering;
  private readonly meter: Meter;

  constructor(answering: Answering = () => undefined, meter = new Meter()) {
    this.answering = answering;
    this.meter = meter;
  }

  async send(request: OutboundRequest, note: OutboundNote): Promise<OutboundResult> {
    this.meter.add('http.requests');
    const result = this.next.shift() ?? this.answering(request, note) ?? OK;
    this.exchanges.push(structuredClone({ request, note, result }));
    return structuredClone(result);
  }
}
