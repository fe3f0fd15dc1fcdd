// A problem of secrecy by its numbers: the same problem has the same digest, whoever asks.
import type { Secrecy } from './secrecy.ts';

const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/** 128 bits of all that was entered, in four lanes. */
class Digest {
  private a: number = LANES[0];
  private b: number = LANES[1];
  private c: number = LANES[2];
  private d: number = LANES[3];
  private readonly double = new Float64Array(1);
  private readonly halves = new Int32Array(this.double.buffer);

  enter(value: number): void {
    this.double[0] = value;
    this.enterHalf(this.halves[0]!);
    this.enterHalf(this.halves[1]!);
  }

  enterAll(values: ArrayLike<number>): void {
    this.enter(values.length);
    for (let i = 0; i < values.length; i++) this.enter(values[i]!);
  }

  text(): string {
    return [this.a, this.b, this.c, this.d].map((lane) => (lane >>> 0).toString(36)).join();
  }

  private enterHalf(half: number): void {
    const a = Math.imul(this.a ^ half, LANES[0]);
    const b = Math.imul(this.b ^ half, LANES[1]);
    const c = Math.imul(this.c ^ half, LANES[2]);
    const d = Math.imul(this.d ^ half, LANES[3]);
    this.a = a ^ (a >>> 15);
    this.b = b ^ (b >>> 15);
    this.c = c ^ (c >>> 15);
    this.d = d ^ (d >>> 15);
  }
}

/** Of all numbers that decide whether a secret is free; what cells cost has no part in that. */
export function digestOf({ truth, minimum, cells, floor, ceiling, links, secrets }: Secrecy, withheld: Uint8Array): string {
  const digest = new Digest();
  digest.enterAll(truth);
  digest.enterAll(minimum);
  digest.enterAll(withheld);
  digest.enter(cells.length);
  for (const at of cells) digest.enterAll(at);
  digest.enterAll(floor);
  digest.enterAll(ceiling ?? []);
  for (const { at, times, room, most } of links ?? []) {
    digest.enterAll(at);
    digest.enterAll(times);
    digest.enter(room);
    digest.enter(most);
  }
  for (const { at, growth, either, fall } of secrets) {
    digest.enterAll(at);
    digest.enter(growth);
    digest.enter(either ? 1 : 0);
    digest.enter(fall ?? -1);
  }
  return digest.text();
}
