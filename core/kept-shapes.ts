// One object of a kind that lives as long as the program, so that the code V8 compiled for that kind lives as long.

const kept: object[] = [];

/**
 * Keeps an object of a class whose others live for one call only. Compiled code refers weakly to the shapes of the objects it was made for:
 * a collection of garbage that finds no object of a shape takes the shape and, with it, all code made for it, and the next call runs in the interpreter until it is
 * compiled anew ("deoptimizing … reason: weak objects" of `node --trace-deopt`). For an overlay of 100,000 blocks that was half of the time. Fields have
 * to hold numbers of the kind that the others hold: 0.5 and not 0 where those are fractions.
 */
export function keepShape<T extends object>(object: T): T {
  kept.push(object);
  return object;
}
