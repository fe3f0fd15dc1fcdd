// Drawn lines in the plane: x y interleaved, metres.

/** The line without points that repeat the one before. */
export function distinctPoints(line: Float64Array): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    if (out.length === 0 || line[i] !== out.at(-2) || line[i + 1] !== out.at(-1)) out.push(line[i]!, line[i + 1]!);
  }
  return Float64Array.from(out);
}
