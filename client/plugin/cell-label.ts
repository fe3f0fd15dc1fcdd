// A released cell as a label on a map: the number, or the sign for what is none.
import type { Cell } from '../api-model.ts';
import { formatNumber } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import type { Measure } from './released-table.ts';

/** "23,4", "≥ 120", "geheim", "k. A.". */
export function cellLabel(cell: Cell, { kind }: Measure): string {
  if (cell.state === 'withheld') return t('map.withheldShort');
  if (cell.state === 'missing') return t('map.missingShort');
  const number = formatNumber(cell.value, kind === 'share' ? 1 : 0);
  return cell.state === 'atLeast' ? `≥\u00A0${number}` : number;
}
