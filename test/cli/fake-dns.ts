/** A DNS server that knows what it is told, and says of everything else that it is not there. */
import { createSocket } from 'node:dgram';

/** By name and type: `reply.shop.example MX` is `10 host`, `_dmarc.shop.example TXT` any text. */
export type Records = Record<string, string[]>;

const TYPES: Record<number, string> = { 15: 'MX', 16: 'TXT' };
const HEADER_BYTES = 12;
const NOT_THERE = 3;

export async function startDns(records: Records): Promise<{ address: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => socket.send(answerTo(query, records), port, address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc1035#section-4.1 */
function answerTo(query: Buffer, records: Records): Buffer {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const question = query.subarray(HEADER_BYTES, at + 5);
  const type = query.readUInt16BE(at + 1);
  const found = records[`${labels.join('.').toLowerCase()} ${TYPES[type]}`] ?? [];
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + (found.length > 0 ? 0 : NOT_THERE), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found.length, 6);
  return Buffer.concat([header, question, ...found.map((record) => resource(type, record))]);
}

/** Its name is the one that was asked for. */
function resource(type: number, record: string): Buffer {
  const data = TYPES[type] === 'MX' ? exchange(record) : text(record);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 + HEADER_BYTES, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function exchange(record: string): Buffer {
  const [preference = '0', host = ''] = record.split(' ');
  const number = Buffer.alloc(2);
  number.writeUInt16BE(Number(preference));
  return Buffer.concat([number, ...host.split('.').map(text), Buffer.alloc(1)]);
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
