// The typology as a CSV file: a row a zone with its values, standardised values, index, rank and class, all digits kept.
import type { Typology } from '../api-types.ts';
import { csvLine } from '../map/cells-csv.ts';

/** RFC 4180, decimal point, CRLF. Zones that are left out have a status and no number. */
export function typologyCsv(typology: Typology): string {
  const codes = typology.indicators.map(({ indicator }) => indicator);
  const header = ['zone', 'name', 'status', ...codes, ...codes.map((code) => `z_${code}`), 'index', 'rank', 'class'];
  const rows = typology.zones.map(({ zone, name, values, standardised, index, rank, class: of }) => [zone, name, 'value', ...[...values, ...standardised, index, rank, of].map(String)]);
  const out = typology.leftOut.map(({ zone, name, states }) => [zone, name, states.includes('withheld') ? 'withheld' : 'missing', ...Array.from({ length: 2 * codes.length + 3 }, () => '')]);
  return [header, ...rows, ...out].map(csvLine).join('\r\n') + '\r\n';
}
