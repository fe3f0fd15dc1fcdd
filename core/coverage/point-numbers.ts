// Points numbered by their place, so that lines which meet in a vertex meet in a number.

export class PointNumbers {
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  private readonly numbers = new Map<string, number>();

  /** Number of a place, counted up from 0 as places come; equal coordinates are one place. */
  of(x: number, y: number): number {
    const key = `${x} ${y}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.xs.length;
    this.numbers.set(key, number);
    this.xs.push(x);
    this.ys.push(y);
    return number;
  }
}
