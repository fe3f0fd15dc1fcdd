// Which years a table of limited width shows: six, the chosen one among them, or all that there are.

const WIDTH = 6;

export interface YearWindow {
  /** Positions in the list of years, ascending. */
  readonly shown: readonly number[];
  /** Whether there are more. */
  readonly cut: boolean;
}

export function yearWindow(years: readonly number[], chosen: number | undefined, all: boolean): YearWindow {
  if (all || years.length <= WIDTH) return { shown: years.map((_, index) => index), cut: years.length > WIDTH && !all };
  const at = Math.max(0, years.indexOf(chosen ?? NaN));
  // Stays at the beginning as long as the chosen year is in sight, so that a press on a year moves nothing.
  const first = Math.min(Math.max(0, at - WIDTH + 1), years.length - WIDTH);
  return { shown: Array.from({ length: WIDTH }, (_, index) => first + index), cut: true };
}
