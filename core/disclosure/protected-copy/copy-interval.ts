// What a protected copy tells of the truth, for audits that let an attacker know it.

/** A count lies within these bounds, both included, when its copy is `value`: a multiple says less than a base away. */
export function copyInterval(value: number, base: number): { readonly lower: number; readonly upper: number } {
  return { lower: Math.max(0, value - base + 1), upper: value + base - 1 };
}

/**
 * From what copy on a union is pointed out to who works on copies: below this one it may hold fewer than `threshold`. A single
 * small block that was rounded up stands at the first multiple from threshold - 1 on; one that was rounded to 0 looks empty,
 * and the audit on true counts at submission finds it.
 */
export function copyThreshold(threshold: number, base: number): number {
  return Math.ceil((threshold - 1) / base) * base + 1;
}
