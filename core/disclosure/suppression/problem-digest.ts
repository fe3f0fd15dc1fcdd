// A problem of secrecy by its numbers: the same problem has the same digest, whoever asks.
import type { Secrecy } from './secrecy.ts';

const LANES = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;

/** 128 bits of all numbers that decide whether a secret is free; what cells cost has no part in that. */
export function digestOf({ truth, minimum, cells, floor, ceiling, links, secrets }: Secrecy, withheld: Uint8Array): string {
  const state: [number, number, number, number] = [...LANES];
  const word = new DataView(new ArrayBuffer(8));
  const enterHalf = (half: number) => {
    for (let lane = 0; lane < LANES.length; lane++) {
      const mixed = Math.imul(state[lane]! ^ half, LANES[lane]!);
      state[lane] = mixed ^ (mixed >>> 15);
    }
  };
  const enter = (value: number) => {
    word.setFloat64(0, value);
    enterHalf(word.getInt32(0));
    enterHalf(word.getInt32(4));
  };
  const enterAll = (values: ArrayLike<number>) => {
    enter(values.length);
    for (let i = 0; i < values.length; i++) enter(values[i]!);
  };
  enterAll(truth);
  enterAll(minimum);
  enterAll(withheld);
  enter(cells.length);
  cells.forEach(enterAll);
  enterAll(floor);
  enterAll(ceiling ?? []);
  for (const { at, times, room, most } of links ?? []) {
    enterAll(at);
    enterAll(times);
    enter(room);
    enter(most);
  }
  for (const { at, growth, either, fall } of secrets) {
    enterAll(at);
    enter(growth);
    enter(either ? 1 : 0);
    enter(fall ?? -1);
  }
  return state.map((lane) => (lane >>> 0).toString(36)).join();
}
