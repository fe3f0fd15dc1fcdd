// Catalogues of indicators, one file each in geodata/indicators; an office may add its own.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { IndicatorCatalogue, IndicatorDefinition } from '../../../core/statistics/indicators/indicator.ts';
import { packageRoot } from '../../package-root.ts';

const Text = z.strictObject({ de: z.string().min(1), en: z.string().min(1) });
const CountOf = z.strictObject({ plus: z.array(z.string().min(1)).min(1), minus: z.array(z.string().min(1)).min(1).exactOptional() });

const Definition = z
  .strictObject({
    indicator: z.string().regex(/^[a-z0-9-]{1,64}$/, 'a code of a-z, 0-9 and -'),
    name: Text,
    topic: z.string().min(1),
    numerator: CountOf,
    denominator: CountOf.exactOptional(),
    per: z.number().positive(),
    unit: Text,
    precision: z.int().min(0).max(6),
    direction: z.union([z.literal(1), z.literal(-1), z.literal(0)]),
    interpretation: Text,
    source: Text,
  })
  .refine(({ denominator, per }) => denominator !== undefined || per === 1, 'a count has per 1');

const Catalogue = z
  .strictObject({
    catalogue: z.string().regex(/^[a-z0-9-]{1,64}$/, 'a code of a-z, 0-9 and -'),
    title: Text,
    description: Text,
    topics: z.array(z.strictObject({ topic: z.string().min(1), title: Text })).min(1),
    indicators: z.array(Definition).min(1),
  })
  .refine(({ topics, indicators }) => indicators.every((one) => topics.some(({ topic }) => topic === one.topic)), 'every indicator has a topic of the catalogue');

/** Throws Error with the path of what is wrong. */
export function parseCatalogue(text: string, file: string): IndicatorCatalogue {
  const read = Catalogue.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`${file}: ${read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`);
  return read.data;
}

let known: readonly IndicatorCatalogue[] | undefined;

/** By file name. Throws Error for a file that is no catalogue and for an indicator that two define: an office has to know. */
export function indicatorCatalogues(): readonly IndicatorCatalogue[] {
  if (known !== undefined) return known;
  const folder = join(packageRoot(), 'geodata', 'indicators');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const catalogues = names.toSorted().map((name) => parseCatalogue(readFileSync(join(folder, name), 'utf8'), name));
  const seen = new Set<string>();
  for (const { indicator } of catalogues.flatMap(({ indicators }) => indicators)) {
    if (seen.has(indicator)) throw new Error(`geodata/indicators: ${indicator} is defined twice`);
    seen.add(indicator);
  }
  known = catalogues;
  return known;
}

export function findIndicator(indicator: string): IndicatorDefinition | null {
  for (const { indicators } of indicatorCatalogues()) {
    const found = indicators.find((one) => one.indicator === indicator);
    if (found !== undefined) return found;
  }
  return null;
}
