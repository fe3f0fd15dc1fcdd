// The measure as a CSV file: a row a zone and date, the state beside the value, a withheld cell without any number.
import { datesOf, measureCells, type Measure, type ReleasedTable } from './released-table.ts';

/** RFC 4180 with a decimal point and CRLF; `value` is empty unless `status` is value or atLeast. Shares in per cent, four decimals. */
export function cellsCsv(table: ReleasedTable, measure: Measure, dates: readonly string[] = datesOf(table, measure)): string {
  const rows = [['zone', 'name', 'statistic', 'measure', 'reference_date', 'value', 'status']];
  for (const date of dates) {
    measureCells(table, measure, date).forEach((cell, index) => {
      const { zone, name } = table.zones[index]!;
      const value = cell.state === 'value' || cell.state === 'atLeast' ? String(Math.round(cell.value * 1e4) / 1e4) : '';
      rows.push([zone, name, measure.statistic.statistic, measure.kind === 'share' ? 'share_percent' : 'count', date, value, cell.state]);
    });
  }
  return rows.map(csvLine).join('\r\n') + '\r\n';
}

export const csvLine = (row: readonly string[]): string => row.map(field).join(',');

function field(text: string): string {
  // A leading = + - @ would be run as a formula by spreadsheet programs; names never need one.
  const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Hands a file to the browser's downloads. */
export function saveFile(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
