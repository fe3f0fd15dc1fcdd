// Where noise may be published: over few cuts that stay as they are, from one table.
import { hidesBelow, tableOfNoise } from '../../../core/disclosure/cell-key/noise-table.ts';
import type { ReleaseMethod } from '../../db/queries/releases.ts';
import { canonicalJson } from './ledger-chain.ts';
import type { AppliedRules } from './release-rules.ts';
import type { ResidentRelease } from './release-register.ts';
import { isCounted, type Subject } from './public-totals.ts';
import type { ReleaseRefusal } from './release-wish.ts';

/**
 * Cuts that may have noise for one statistic and date. Each block lies in one zone of each, so that whoever weighs numbers with noise against each other to find what a set of blocks
 * holds takes one of each block's zones at least a third: the variance is never less than a third of the table's.
 */
export const MOST_CUTS = 3;

type NoiseWish = Subject & { readonly ruleSets: readonly AppliedRules[] };
type Earlier = Pick<ResidentRelease, 'release' | 'number' | 'geography' | 'version' | 'statistics' | 'referenceDates' | 'method' | 'state' | 'publishedAt' | 'ruleSets'>;

/** Releases that were published, or will be, and share a statistic and a date. */
const besides = ({ release, statistics, referenceDates }: Subject, releases: readonly Earlier[], method: ReleaseMethod = 'cell-key'): Earlier[] =>
  releases.filter((row) => row.release !== release && row.method === method && isCounted(row) && row.statistics.some((one) => statistics.includes(one)) && row.referenceDates.some((one) => referenceDates.includes(one)));

/**
 * Rules with the perturbation tables that the numbers of these statistics and dates had before: the same people must have the same noise, whatever table holds for
 * new dates since. Later rules hold otherwise.
 */
export function withKeptNoise(wish: NoiseWish, releases: readonly Earlier[]): readonly AppliedRules[] {
  const earlier = besides(wish, releases);
  return wish.ruleSets.map((one) => {
    const noise = earlier.map((row) => noiseOf(row, one.source)).find((kept) => kept !== undefined);
    return noise === undefined ? one : { ...one, rules: { ...one.rules, noise } };
  });
}

/** Why this may have no noise; null where it may. */
export function refuseNoise(wish: NoiseWish, releases: readonly Earlier[]): ReleaseRefusal | null {
  const { ruleSets, geography, version } = wish;
  const sourcesOf = (is: (rules: AppliedRules['rules']) => boolean) => ruleSets.filter(({ rules }) => is(rules)).map(({ source }) => source);
  const lacking = sourcesOf(({ noise }) => noise === undefined);
  if (lacking.length > 0) return { code: 'NO_NOISE', sources: lacking };
  const showing = sourcesOf(({ noise, threshold, zeros }) => zeros === 'protect' || !hidesBelow(tableOfNoise(noise!)!, threshold));
  if (showing.length > 0) return { code: 'NOISE_TOO_SMALL', sources: showing };
  // Whoever sees exact numbers and noisy ones of the same zones sees the noise itself, and learns the table from enough of it.
  const exact = besides(wish, releases, 'suppress').find((row) => row.geography === geography && row.version === version);
  if (exact !== undefined) return { code: 'NOISE_BESIDE_EXACT', release: exact.number };
  const earlier = besides(wish, releases);
  const other = earlier.find((row) => row.geography === geography && row.version !== version);
  if (other !== undefined) return { code: 'NOISE_ON_OTHER_VERSION', version: other.version };
  const differing = earlier.filter((row) => ruleSets.some(({ source, rules }) => {
    const noise = noiseOf(row, source);
    return noise !== undefined && canonicalJson(noise) !== canonicalJson(rules.noise);
  }));
  if (differing.length > 0) return { code: 'NOISE_TABLES_DIFFER', releases: differing.map(({ number }) => number) };
  for (const statistic of wish.statistics) {
    for (const date of wish.referenceDates) {
      const cuts = new Set(earlier.filter((row) => row.statistics.includes(statistic) && row.referenceDates.includes(date)).map((row) => row.geography)).add(geography);
      if (cuts.size > MOST_CUTS) return { code: 'NOISE_ON_ENOUGH_CUTS', geographies: [...cuts].filter((one) => one !== geography) };
    }
  }
  return null;
}

const noiseOf = ({ ruleSets }: Earlier, of: string) => ruleSets.find(({ source }) => source === of)?.rules.noise;
