/** Texts in the encodings that mail programs of Korea and Japan have used before UTF-8. */

/** Bytes by character, of all that two bytes of an encoding can say. */
function tableOf(encoding: string): Map<string, number[]> {
  const table = new Map<string, number[]>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) table.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail]);
  return table;
}

export function eucKr(text: string): Buffer {
  const table = tableOf('euc-kr');
  return Buffer.from([...text].flatMap((each) => table.get(each) ?? [each.charCodeAt(0)]));
}

/** JIS X 0208 between escape sequences. */
export function iso2022Jp(text: string): Buffer {
  const table = tableOf('euc-jp');
  const runs = text.match(/[\0-\x7f]+|[^\0-\x7f]+/g) ?? [];
  const bytesOf = (run: string) => [...run].flatMap((each) => table.get(each) ?? []).map((byte) => byte & 0x7f);
  return Buffer.concat(
    runs.map((run) => Buffer.from(run < '\x80' ? run : `\x1b$B${String.fromCharCode(...bytesOf(run))}\x1b(B`)),
  );
}
