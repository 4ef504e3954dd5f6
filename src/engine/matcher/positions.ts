/** Puts positions in order and leaves out doubles, without comparing each with each: for one group's positions, again and again. */
const FEW = 12;

export class Positions {
  readonly #bits: Int32Array;

  /** For positions below `size`. */
  constructor(size: number) {
    this.#bits = new Int32Array((size >>> 5) + 1);
  }

  /** The same array, ascending and each once. */
  ascending(positions: number[]): readonly number[] {
    return positions.length > FEW ? this.#byBits(positions) : insert(positions);
  }

  #byBits(positions: number[]): readonly number[] {
    const bits = this.#bits;
    for (const at of positions) (bits[at >>> 5] as number) |= 1 << at;
    let length = 0;
    for (let word = 0; word < bits.length; word++) {
      for (let left = bits[word] as number; left !== 0; left &= left - 1)
        positions[length++] = (word << 5) + 31 - Math.clz32(left & -left);
      bits[word] = 0;
    }
    positions.length = length;
    return positions;
  }
}

function insert(positions: number[]): readonly number[] {
  let length = 0;
  for (let from = 0; from < positions.length; from++) {
    const position = positions[from] as number;
    let at = length;
    while (at > 0 && (positions[at - 1] as number) > position) at -= 1;
    if (positions[at - 1] === position) continue;
    for (let to = length; to > at; to--) positions[to] = positions[to - 1] as number;
    positions[at] = position;
    length += 1;
  }
  positions.length = length;
  return positions;
}
