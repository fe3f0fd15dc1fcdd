// What the import page proposes for a file, what it still misses, and what it sends.
import { describe, expect, it } from 'vitest';
import { importFields } from '../../client/imports/import-form.ts';
import { codeOf, firstDraft, missingParts, NEW_GEOGRAPHY, OWN_ZONES, withSaved, type Known } from '../../client/imports/mapping-draft.ts';
import type { EmptyChoice, Preview, PreviewColumn } from '../../client/imports/model.ts';
import { failureCsv } from '../../client/imports/failure-csv.ts';
import { areaWords, lengthWords, shareWords } from '../../client/imports/file-words.ts';

const column = (name: string, type: PreviewColumn['type'], rest: Partial<PreviewColumn> = {}): PreviewColumn => ({ name, type, empty: 0, distinct: 10, leadingZeros: false, samples: [], ...rest });
const preview = (columns: readonly PreviewColumn[], rest: Partial<Preview> = {}): Preview => ({
  preview: 'p', expiresAt: '', file: 'zahlen.csv', bytes: 1, format: 'CSV', servedBy: 'own', layers: [], layer: null, encoding: 'utf-8', separator: ';', decimal: null,
  geometryType: null, features: 10, crs: { named: null, name: null, confirmed: false, proposals: [] }, columns, keyColumns: [{ column: columns[0]!.name, reason: '' }], rows: [],
  shapes: null, bounds: null, kindProposal: null, issues: [], savedMapping: null, mappingKey: 'k', ...rest,
});
const known: Known = {
  statistics: [{ statistic: 'residents', name: { de: 'Einwohner', en: 'Residents' }, unit: 'count', population: null, source: '', referenceDates: [] }],
  geographies: [],
  blockSets: [{ blockSet: 1, validFrom: '2024-01-01', validTo: null, blocks: 3 }],
} as unknown as Known;
const KEEP: EmptyChoice = { method: 'keep', distanceM: '30', barriers: [], boundary: 'hull' };
const sent = (fields: Record<string, string>) => JSON.parse(fields.mapping!) as Record<string, unknown>;
const counts = preview([column('BLOCK', 'text', { leadingZeros: true }), column('Einwohner', 'integer'), column('Über 65', 'integer'), column('Anteil', 'decimal')], { file: 'zahlen_2023.csv' });

describe('a table of counts', () => {
  const draft = firstDraft('counts', counts, known, '2026-11-25');

  it('takes whole numbers, knows a statistic by its name and proposes a code for a new one', () => {
    expect(draft.id).toBe('BLOCK');
    expect(draft.columns.map(({ column: name, take, statistic, de }) => [name, take, statistic, de])).toEqual([
      ['Einwohner', true, 'residents', ''],
      ['Über 65', true, 'ueber_65', 'Über 65'],
      ['Anteil', false, 'anteil', 'Anteil'],
    ]);
  });

  it('is dated by the year in its name, else by the last one', () => {
    expect(draft.referenceDate).toBe('2023-12-31');
    expect(firstDraft('counts', preview([column('B', 'text')]), known, '2026-11-25').referenceDate).toBe('2025-12-31');
  });

  it('sends columns by statistic, and names for the new one alone', () => {
    const fields = importFields({ kind: 'counts', preview: counts, draft, known, sourceCrs: undefined, repair: null, empty: KEEP });
    expect(fields).toMatchObject({ preview: 'p', kind: 'counts', referenceDate: '2023-12-31' });
    expect(sent(fields)).toEqual({ id: 'BLOCK', columns: { Einwohner: 'residents', 'Über 65': 'ueber_65' }, statistics: { ueber_65: { de: 'Über 65', en: 'Über 65' } } });
  });

  it('does not go on with two columns as one statistic, or with none', () => {
    const twice = { ...draft, columns: draft.columns.map((one) => ({ ...one, statistic: 'residents' })) };
    expect(missingParts('counts', counts, twice, undefined, known)).toEqual(['twice']);
    expect(missingParts('counts', counts, { ...draft, columns: draft.columns.map((one) => ({ ...one, take: false })) }, undefined, known)).toEqual(['columns']);
    expect(missingParts('counts', counts, draft, undefined, known)).toEqual([]);
  });

  it('takes the mapping of an earlier file, where it has the same columns', () => {
    const mapped = withSaved(draft, { id: 'BLOCK', columns: { Anteil: 'share' }, source: 'Melderegister', name: 'gone' }, counts, known);
    expect(mapped.columns.filter(({ take }) => take).map(({ column: name, statistic }) => [name, statistic])).toEqual([['Anteil', 'share']]);
    expect([mapped.source, mapped.name]).toEqual(['Melderegister', '']);
  });
});

describe('blocks and zones', () => {
  const blocks = preview([column('BLOCK', 'text')], { geometryType: 'Polygon', file: 'bloecke.gpkg' });

  it('blocks begin on the first of January after all that is stored', () => {
    expect(firstDraft('blocks', blocks, known, '2026-11-25').validFrom).toBe('2027-01-01');
    expect(firstDraft('blocks', { ...blocks, file: 'bloecke_2020.gpkg' }, known, '2026-11-25').validFrom).toBe('2027-01-01');
    expect(firstDraft('blocks', { ...blocks, file: 'bloecke_2025.gpkg' }, known, '2026-11-25').validFrom).toBe('2025-01-01');
  });

  it('sends repair and space only where they were chosen, numbers with a comma too', () => {
    const draft = firstDraft('blocks', blocks, known, '2026-11-25');
    const parts = { kind: 'blocks', preview: blocks, draft, known, sourceCrs: 'EPSG:25832' } as const;
    expect(sent(importFields({ ...parts, repair: null, empty: KEEP }))).toEqual({ id: 'BLOCK', sourceCrs: 'EPSG:25832' });
    const chosen = importFields({ ...parts, repair: { toleranceM: '0,05', overlaps: 'largest', gapWidthM: '' }, empty: { method: 'tessellate', distanceM: '30', barriers: ['rail'], boundary: 'geography:stadtteile' } });
    expect(sent(chosen)).toMatchObject({ repair: { toleranceM: 0.05, overlaps: 'largest' }, empty: { method: 'tessellate', boundary: { geography: 'stadtteile' }, barriers: ['rail'] } });
  });

  it('zones of a new geography need its name and a code', () => {
    const zones = preview([column('quartier', 'text'), column('name', 'text')], { geometryType: 'Polygon' });
    const draft = { ...firstDraft('zones', zones, known, '2026-11-25'), geography: NEW_GEOGRAPHY };
    expect([draft.zone, draft.name]).toEqual(['quartier', 'name']);
    expect(missingParts('zones', zones, draft, undefined, known)).toEqual(['newCode']);
    expect(missingParts('zones', zones, { ...draft, newDe: 'Quartiere', newCode: codeOf('Quartiere') }, undefined, known)).toEqual([]);
  });

  it('points in a table need columns, a CRS and for blocks the side of a cell', () => {
    const grid = preview([column('id', 'text'), column('x_mp_100m', 'integer'), column('y_mp_100m', 'integer')]);
    const draft = firstDraft('blocks', grid, known, '2026-11-25');
    expect([draft.x, draft.y]).toEqual(['x_mp_100m', 'y_mp_100m']);
    expect(missingParts('blocks', grid, draft, undefined, known)).toEqual(['crs', 'cell']);
    expect(missingParts('blocks', grid, { ...draft, cell: '100' }, 'EPSG:3035', known)).toEqual([]);
  });
});

describe('what appeared elsewhere', () => {
  const town = { ...known, geographies: [{ geography: 'stadtteil', name: { de: 'Stadtteile', en: 'Districts' }, versions: [{ version: 1, title: 'Stand 2024', validFrom: '2024-01-01', validTo: null }] }] } as unknown as Known;
  const yearbook = preview([column('Nr', 'text'), column('Stadtteil', 'text'), column('Einwohner', 'integer'), column('Rang', 'integer')], { file: 'jahrbuch_2025.csv' });
  const draft = { ...firstDraft('published', yearbook, town, '2026-11-25'), title: 'Jahrbuch', source: 'Stadt', publishedOn: '2026-03-01' };
  const sentOf = (changed: typeof draft) => importFields({ kind: 'published', preview: yearbook, draft: changed, known: town, sourceCrs: undefined, repair: null, empty: KEEP });

  it('takes columns that are called like a statistic alone, and asks for the cut', () => {
    expect(draft).toMatchObject({ zone: 'Stadtteil', id: '', referenceDate: '2025-12-31' });
    expect(draft.columns.map(({ take, statistic }) => [take, statistic])).toEqual([[false, ''], [false, ''], [true, 'residents'], [false, '']]);
    expect(missingParts('published', yearbook, { ...draft, title: ' ' }, undefined, town)).toEqual(['title', 'geography']);
  });

  it('is by the version of the reference date, or by one that is named where none was valid', () => {
    const by = { ...draft, geography: 'stadtteil' };
    expect(missingParts('published', yearbook, by, undefined, town)).toEqual([]);
    expect(missingParts('published', yearbook, { ...by, referenceDate: '2020-12-31' }, undefined, town)).toEqual(['version']);
    expect(sentOf(by)).toMatchObject({ kind: 'published', geography: 'stadtteil', referenceDate: '2025-12-31' });
    expect(sent(sentOf({ ...by, version: '1' }))).toEqual({ title: 'Jahrbuch', source: 'Stadt', publishedOn: '2026-03-01', zone: 'Stadtteil', version: 1, columns: { Einwohner: 'residents' } });
  });

  it('names blocks and statistics where the zones are its own', () => {
    const own = { ...draft, geography: OWN_ZONES };
    expect(missingParts('published', yearbook, own, undefined, town)).toEqual(['block', 'totals']);
    const fields = sentOf({ ...own, block: 'Nr', totals: ['residents'] });
    expect(fields.geography).toBeUndefined();
    expect(sent(fields)).toEqual({ title: 'Jahrbuch', source: 'Stadt', publishedOn: '2026-03-01', zone: 'Stadtteil', block: 'Nr', totals: ['residents'] });
  });
});

describe('words', () => {
  it('a list of findings opens in a spreadsheet and runs nothing there', () => {
    expect(failureCsv([{ file: 'a.csv', row: 3, field: '=cmd()', problem: 'a;b' }]).split('\r\n')[1]).toBe("a.csv;3;'=cmd();\"Eine Angabe passt nicht: a;b\";");
  });

  it('sizes from square centimetres to hectares, shares never rounded to all or nothing', () => {
    expect([areaWords(0.0012), areaWords(0.63), areaWords(6_040_000)]).toEqual(['12,0\u00A0cm²', '0,63\u00A0m²', '604,0\u00A0ha']);
    expect([lengthWords(0.035), lengthWords(0.0004), lengthWords(3e-7)]).toEqual(['3,5\u00A0cm', '0,4\u00A0mm', '< 0,1\u00A0mm']);
    expect([shareWords(1), shareWords(0.9996), shareWords(0.0002), shareWords(0.784)]).toEqual(['100\u00A0%', '99,9\u00A0%', '< 0,1\u00A0%', '78,4\u00A0%']);
  });
});
