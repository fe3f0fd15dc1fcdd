// Random draws for the inner loop of the search, the same from the same seed everywhere.

/**
 * xorshift128 (Marsaglia 2003) on four words of a typed array, so that a draw allocates nothing: a closure over a number keeps it as a
 * boxed double once it is beyond 31 bits, and `seededRandom` does so at every call. Small whole numbers are never boxed.
 */
export class Draws {
  private readonly words = new Uint32Array(4);

  constructor(seed: number) {
    // Words of a splitmix sequence; all four zero would stay zero.
    let state = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      this.words[i] = (mixed ^ (mixed >>> 16)) | (i === 0 ? 1 : 0);
    }
    for (let i = 0; i < 8; i++) this.bits();
  }

  /** A whole number from 0 to below `count`, at most 2^24; the upper 24 bits scaled, uneven by less than count / 2^24. */
  below(count: number): number {
    return Math.floor((this.bits() / 0x1000000) * count);
  }

  /** 24 bits. */
  bits(): number {
    const { words } = this;
    let t = words[3]!;
    const s = words[0]!;
    words[3] = words[2]!;
    words[2] = words[1]!;
    words[1] = s;
    t ^= t << 11;
    t ^= t >>> 8;
    words[0] = t ^ s ^ (s >>> 19);
    return words[0]! >>> 8;
  }
}
