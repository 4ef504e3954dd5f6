import type { MailStore } from '../../ports/mail-store';
import { Meter } from './meter';

export interface StoredFile {
  bytes: Uint8Array;
  type: string;
  name: string;
}

/** Files in memory; links to them are good for nothing but to be looked at. */
export class MemoryMailStore implements MailStore {
  readonly files = new Map<string, StoredFile>();
  private readonly meter: Meter;

  constructor(meter = new Meter()) {
    this.meter = meter;
  }

  async get(key: string, maxBytes: number): Promise<{ bytes: Uint8Array; size: number } | undefined> {
    this.meter.add('s3.requests');
    const file = this.files.get(key);
    return file && { bytes: file.bytes.slice(0, Math.max(maxBytes, 1)), size: file.bytes.length };
  }

  async put(key: string, bytes: Uint8Array, about: { type: string; name: string }): Promise<void> {
    this.meter.add('s3.requests');
    this.files.set(key, { bytes: bytes.slice(), ...about });
  }

  async link(key: string, seconds: number): Promise<string> {
    return `memory:${encodeURIComponent(key)}?seconds=${seconds}`;
  }
}
