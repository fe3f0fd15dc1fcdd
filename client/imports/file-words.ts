// Words for what a file is: size, encoding, separator, geometry, CRS.
import { formatNumber, formatWithUnit } from '../i18n/format.ts';
import { t, type TextKey } from '../i18n/i18n.ts';
import type { Preview } from './model.ts';

export function fileSize(bytes: number): string {
  if (bytes < 1000) return formatWithUnit(bytes, 'B');
  if (bytes < 1e6) return formatWithUnit(bytes / 1000, 'kB', bytes < 1e5 ? 1 : 0);
  return formatWithUnit(bytes / 1e6, 'MB', 1);
}

const SEPARATORS: Readonly<Record<string, TextKey>> = { ';': 'imports.semicolon', ',': 'imports.comma', '\t': 'imports.tab', '|': 'imports.pipe' };

export const separatorWords = (separator: string) => (SEPARATORS[separator] === undefined ? separator : t(SEPARATORS[separator]));
export const decimalWords = (decimal: '.' | ',') => t(decimal === ',' ? 'imports.decimalComma' : 'imports.decimalPoint');

export function geometryWords({ geometryType }: Pick<Preview, 'geometryType'>): string {
  if (geometryType === null) return t('imports.noGeometry');
  const key = /polygon/i.test(geometryType) ? 'imports.polygons' : /line/i.test(geometryType) ? 'imports.lines' : /point/i.test(geometryType) ? 'imports.points' : undefined;
  return key === undefined ? geometryType : t(key);
}

export function rowsWords(preview: Preview): string {
  return t(preview.geometryType === null ? 'imports.rowCount' : 'imports.featureCount', { count: preview.features });
}

/** Areas of a finding span from square centimetres to hectares. */
export function areaWords(areaM2: number): string {
  const size = Math.abs(areaM2);
  if (size >= 100_000) return formatWithUnit(areaM2 / 10_000, 'ha', 1);
  if (size >= 100) return formatWithUnit(areaM2, 'm²');
  if (size >= 0.01) return formatWithUnit(areaM2, 'm²', 2);
  return size === 0 ? formatWithUnit(0, 'm²') : formatWithUnit(areaM2 * 10_000, 'cm²', size < 1e-5 ? 4 : 1);
}

export function lengthWords(metres: number): string {
  const size = Math.abs(metres);
  if (size >= 1) return formatWithUnit(metres, 'm', size >= 100 ? 0 : 2);
  if (size >= 0.01) return formatWithUnit(metres * 100, 'cm', 1);
  return size === 0 || size >= 0.0001 ? formatWithUnit(metres * 1000, 'mm', 1) : `< ${formatWithUnit(0.1, 'mm', 1)}`;
}

/** A share of 0 to 1 as per cent with at most one decimal; never "100 %" for what is less, never "0 %" for what is more. */
export function shareWords(share: number): string {
  if (share > 0 && share < 0.0005) return `< ${formatNumber(0.1, 1)}\u00A0%`;
  const percent = share < 1 && share > 0.995 ? Math.floor(share * 1000) / 10 : share * 100;
  return `${formatNumber(percent, Number.isInteger(Math.round(percent * 10) / 10) ? 0 : 1)}\u00A0%`;
}
