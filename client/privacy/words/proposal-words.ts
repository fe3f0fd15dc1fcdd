// A repair in words, and what it costs: "Block 12-047 zu Sozialraum 3", "ohne Verlust", "Verlust: 1 Zelle".
import { t } from '../../i18n/i18n.ts';
import type { Proposal } from '../model.ts';
import { zoneWords, type Names } from './certificate-words.ts';

/** More ids than these are counted. */
const MOST_IDS = 3;

function list(words: readonly string[]): string {
  const shown = words.slice(0, MOST_IDS).join(', ');
  return words.length > MOST_IDS ? t('privacy.andMore', { what: shown, count: words.length - MOST_IDS }) : shown;
}

export function proposalWords({ kind, blocks = [], to, geography = '', zones = [] }: Proposal, names: Names): string {
  const zone = (code: string) => zoneWords({ geography, zone: code }, names);
  switch (kind) {
    case 'move-blocks':
      return t('privacy.repairMove', { count: blocks.length, blocks: list(blocks), zone: zone(to ?? '') });
    case 'merge-zones':
      return t('privacy.repairMerge', { zones: list(zones.map(zone)) });
    case 'withhold':
      return t('privacy.repairWithhold', { count: zones.length, zones: list(zones.map(zone)) });
  }
}

export const costsNothing = ({ lost }: Proposal): boolean => lost.cells === 0;

export function costWords({ lost }: Proposal): string {
  return lost.cells === 0 ? t('privacy.noLoss') : t('privacy.loss', { count: lost.cells });
}
