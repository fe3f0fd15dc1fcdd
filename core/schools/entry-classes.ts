// How many entry classes a number of children makes by a Land's rule, and how far it is to the next one.

/**
 * A rule as the Länder write them: `upTo[k]` is the largest number of children that makes k + 1 classes; above the last
 * one, each further `perClass` children or part of them makes one more.
 */
export interface ClassRule {
  /** The Land's two letters (ISO 3166-2:DE), lower case. */
  readonly land: string;
  readonly upTo: readonly number[];
  readonly perClass: number;
  /** Children in one class, least and most; what a single class may have, not a mean. */
  readonly band: readonly [number, number] | null;
  /** Where the rule stands, and of which date. */
  readonly source: string;
}

export type ClassRuleProblem =
  | { readonly field: 'upTo'; readonly problem: 'not ascending whole numbers above 0' }
  | { readonly field: 'perClass'; readonly problem: 'not a whole number above 0' }
  | { readonly field: 'band'; readonly problem: 'not two whole numbers, the least first' };

/** What is wrong with a rule; null for one that can be used. */
export function checkClassRule({ upTo, perClass, band }: Pick<ClassRule, 'upTo' | 'perClass' | 'band'>): ClassRuleProblem | null {
  const ascending = upTo.every((limit, k) => Number.isInteger(limit) && limit > (upTo[k - 1] ?? 0));
  if (!ascending) return { field: 'upTo', problem: 'not ascending whole numbers above 0' };
  if (!(Number.isInteger(perClass) && perClass > 0)) return { field: 'perClass', problem: 'not a whole number above 0' };
  if (band !== null && !(band.every(Number.isInteger) && band[0] >= 0 && band[1] >= band[0])) {
    return { field: 'band', problem: 'not two whole numbers, the least first' };
  }
  return null;
}

/** Entry classes of so many children (a whole number); 0 for none. */
export function entryClasses({ upTo, perClass }: Pick<ClassRule, 'upTo' | 'perClass'>, children: number): number {
  if (children <= 0) return 0;
  const step = upTo.findIndex((limit) => children <= limit);
  if (step >= 0) return step + 1;
  return upTo.length + Math.ceil((children - (upTo.at(-1) ?? 0)) / perClass);
}

/** Where a school stands between two steps of the rule. */
export interface ClassStep {
  readonly classes: number;
  /** Children more that make one class more; at least 1. */
  readonly toNext: number;
  /** Children fewer that make one class fewer; null where there is no class to lose. */
  readonly toPrevious: number | null;
  /** Mean size of a class; null without one. */
  readonly meanSize: number | null;
}

/** One child can cost or save a class, so the distance to both steps is said, not only the ratio. */
export function classStep(rule: Pick<ClassRule, 'upTo' | 'perClass'>, children: number): ClassStep {
  const classes = entryClasses(rule, children);
  return {
    classes,
    toNext: mostChildren(rule, classes) - children + 1,
    toPrevious: classes === 0 ? null : children - mostChildren(rule, classes - 1),
    meanSize: classes === 0 ? null : children / classes,
  };
}

/** Most children that still make so many classes. */
function mostChildren({ upTo, perClass }: Pick<ClassRule, 'upTo' | 'perClass'>, classes: number): number {
  if (classes <= 0) return 0;
  return upTo[classes - 1] ?? (upTo.at(-1) ?? 0) + (classes - upTo.length) * perClass;
}
