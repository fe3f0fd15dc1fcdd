// A repair in words, and what it costs: "Block 12-047 zu Sozialraum 3", "kein Verlust", "Verlust: 1 Zelle".
import { t } from '../../i18n/i18n.ts';
import type { Way } from '../model.ts';
import { zoneWords, type Names } from './certificate-words.ts';

/** More ids than these are counted. */
const MOST_IDS = 3;

function list(words: readonly string[]): string {
  const shown = words.slice(0, MOST_IDS).join(', ');
  return words.length > MOST_IDS ? t('privacy.andMore', { what: shown, count: words.length - MOST_IDS }) : shown;
}

/** `geography`: whose zones it is about. */
export function proposalWords({ kind, blocks, zones }: Way, geography: string, names: Names): string {
  const zone = (code: string | null) => (code === null ? t('privacy.noZone') : zoneWords({ geography, zone: code }, names));
  switch (kind) {
    case 'move-blocks':
      return t('privacy.repairMove', { count: blocks.length, blocks: list(blocks), zone: zone(zones[1] ?? null) });
    case 'merge-zones':
      return t('privacy.repairMerge', { zones: list(zones.map(zone)) });
    case 'withhold':
      return t('privacy.repairWithhold', { zones: list(zones.map(zone)) });
  }
}

export const costsNothing = ({ lost }: Way): boolean => lost.cells === 0;

export function costWords({ lost }: Way): string {
  return lost.cells === 0 ? t('privacy.noLoss') : t('privacy.loss', { count: lost.cells });
}
