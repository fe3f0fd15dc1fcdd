// What an indicator is: a count, or a numerator over a denominator, with all that a reader needs to read it right.

export interface Text {
  readonly de: string;
  readonly en: string;
}

/** A count made of statistics: the sum of some less the sum of others, each counted once. */
export interface CountOf {
  readonly plus: readonly string[];
  readonly minus?: readonly string[];
}

export interface IndicatorDefinition {
  readonly indicator: string;
  readonly name: Text;
  /** Code of a topic of its catalogue. */
  readonly topic: string;
  readonly numerator: CountOf;
  /** Absent: the numerator is the indicator, a count. */
  readonly denominator?: CountOf;
  /** What a quotient is multiplied by: 100 for per cent, 1000 for per thousand, 1 for a mean or ratio. 1 for a count. */
  readonly per: number;
  readonly unit: Text;
  /** Decimals that are shown. */
  readonly precision: number;
  /** 1: more of it is more of what the catalogue looks for (mostly need); -1: less is; 0: neither. */
  readonly direction: 1 | -1 | 0;
  readonly interpretation: Text;
  readonly source: Text;
}

export interface IndicatorCatalogue {
  readonly catalogue: string;
  readonly title: Text;
  readonly description: Text;
  readonly topics: readonly { readonly topic: string; readonly title: Text }[];
  readonly indicators: readonly IndicatorDefinition[];
}

/** Statistics that an indicator needs, each once, in the order of the definition. */
export function statisticsOf({ numerator, denominator }: Pick<IndicatorDefinition, 'numerator' | 'denominator'>): string[] {
  const counts = denominator === undefined ? [numerator] : [numerator, denominator];
  return [...new Set(counts.flatMap(({ plus, minus }) => [...plus, ...(minus ?? [])]))];
}
