// What holds what in a file, as the form has it: sensible first values from a preview, and what is still missing.
import type { Account, BlockSet, Geography, Statistic } from '../api.ts';
import { isOfNumbers, type ImportKind, type Preview, type PreviewColumn } from './model.ts';

type GeographyVersion = Geography['versions'][number];

export interface ColumnDraft {
  readonly column: string;
  readonly take: boolean;
  /** Code of the statistic, known or new. */
  readonly statistic: string;
  readonly de: string;
  readonly en: string;
}

/** Texts as typed, empty for none. */
export interface MappingDraft {
  readonly id: string;
  readonly zone: string;
  readonly block: string;
  readonly name: string;
  readonly x: string;
  readonly y: string;
  readonly cell: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly weight: string;
  /** Name of the reference layer that a file becomes. */
  readonly layerName: string;
  readonly unlocated: string;
  /** What becomes of rows whose block is not stored: refused, or counted as placed nowhere (`unlocated`). */
  readonly unmatched: string;
  /** Decimal sign where the columns do not tell. */
  readonly decimal: string;
  /** How the table writes what is no number. */
  readonly signs: string;
  /** What decides where a block goes that a border cuts. */
  readonly apportion: string;
  readonly columns: readonly ColumnDraft[];
  readonly validFrom: string;
  readonly referenceDate: string;
  /** Code; NEW_GEOGRAPHY for one that the import makes. */
  readonly geography: string;
  readonly newCode: string;
  readonly newDe: string;
  readonly newEn: string;
  readonly title: string;
  readonly source: string;
  /** Number of the version that published totals are by; empty for the one valid on the reference date. */
  readonly version: string;
  readonly publishedOn: string;
  /** Statistics whose totals appeared for zones of the publication's own. */
  readonly totals: readonly string[];
}

export const NEW_GEOGRAPHY = '+';
/** A publication by zones that no geography has: its table tells the zone of every block. */
export const OWN_ZONES = '=';

/** What the municipality has already: names to choose from. */
export interface Known {
  readonly statistics: readonly Statistic[];
  readonly geographies: readonly Geography[];
  readonly blockSets: readonly BlockSet[];
  readonly accounts: readonly Account[];
}

const NAMES = /^(name|bez(eichnung)?|label|titel|title|langname)$|name$|_bez$/i;
const ZONES = /(zone|raum|bezirk|stadtteil|viertel|quartier|gebiet|distrikt|district)/i;
const BLOCKS = /(block|bb_?nr|blk|gitter|zelle|cell)/i;
const find = (columns: readonly PreviewColumn[], pattern: RegExp, except: readonly string[] = []) =>
  columns.find(({ name }) => pattern.test(name) && !except.includes(name))?.name ?? '';

/** Kinds whose places two columns of a table may tell. */
export const PLACED: ReadonlySet<ImportKind> = new Set(['blocks', 'addresses', 'schools']);

/** No geometry in the file: places come from two columns, zones from a table of blocks. */
export const isTable = ({ geometryType }: Preview) => geometryType === null;

export function firstDraft(kind: ImportKind, preview: Preview, known: Known, today: string): MappingDraft {
  const { columns } = preview;
  const key = preview.keyColumns[0]?.column ?? columns[0]?.name ?? '';
  const year = /(?:19|20)\d\d/.exec(preview.file)?.[0];
  const table = isTable(preview);
  const block = kind === 'zones' && table ? find(columns, BLOCKS) || key : '';
  const zone = kind === 'published' ? find(columns, ZONES) || key : kind === 'zones' ? find(columns, ZONES, [block]) || (table ? (columns.find(({ name }) => name !== block)?.name ?? '') : key) : '';
  const name = kind === 'zones' || kind === 'schools' ? find(columns, NAMES, [zone, block]) : '';
  const [x, y] = table ? [find(columns, /^(x|east(ing)?|rechts(wert)?|lon(g(itude)?)?|ost(wert)?|x_mp.*)$/i), find(columns, /^(y|north(ing)?|hoch(wert)?|lat(itude)?|nord(wert)?|y_mp.*)$/i)] : ['', ''];
  return {
    id: kind === 'zones' || kind === 'published' ? '' : key,
    zone,
    block,
    name,
    x: PLACED.has(kind) ? x : '',
    y: PLACED.has(kind) ? y : '',
    cell: '',
    street: kind === 'addresses' ? find(columns, /stra(ss|ß)e|street/i) : '',
    houseNumber: kind === 'addresses' ? find(columns, /haus|house|^hnr/i) : '',
    weight: kind === 'addresses' ? find(columns, /gewicht|weight|einw|person/i) : '',
    layerName: kind === 'layer' ? codeOf(preview.file.replace(/\.[^.]*$/, '')) : '',
    unlocated: '',
    unmatched: '',
    decimal: '',
    signs: '',
    apportion: kind === 'zones' && !table ? 'centroid' : '',
    columns:
      kind === 'counts'
        ? columns.filter(({ name: column }) => column !== key).map((column) => columnDraft(column, known.statistics))
        : kind === 'published'
          ? columns.map((column) => publishedColumn(column, known.statistics))
          : [],
    validFrom: kind === 'blocks' || kind === 'zones' ? firstDay(kind, year, known, today) : '',
    referenceDate: isOfNumbers(kind) ? `${year ?? Number(today.slice(0, 4)) - 1}-12-31` : '',
    geography: '',
    newCode: '',
    newDe: '',
    newEn: '',
    title: '',
    source: '',
    version: '',
    publishedOn: '',
    totals: [],
  };
}

/** A column of whole numbers is taken; one that names a known statistic gets it, any other a new one of its own name. */
function columnDraft({ name, type }: PreviewColumn, statistics: readonly Statistic[]): ColumnDraft {
  const found = namedAlike(name, statistics);
  return { column: name, take: type === 'integer', statistic: found?.statistic ?? codeOf(name), de: found === undefined ? name : '', en: found === undefined ? name : '' };
}

/** What appeared is of statistics that are known: a column is taken where it is called like one. */
function publishedColumn({ name }: PreviewColumn, statistics: readonly Statistic[]): ColumnDraft {
  const found = namedAlike(name, statistics);
  return { column: name, take: found !== undefined, statistic: found?.statistic ?? '', de: '', en: '' };
}

function namedAlike(name: string, statistics: readonly Statistic[]): Statistic | undefined {
  const plain = codeOf(name);
  return statistics.find(({ statistic, name: { de, en } }) => [statistic, de, en].some((text) => codeOf(text) === plain));
}

/** Columns of statistics that an import takes; the one of the zones is none. */
export const takenColumns = ({ columns, zone }: MappingDraft): readonly ColumnDraft[] => columns.filter(({ take, column }) => take && column !== zone);

/** The version of a geography that is valid on a day. */
export function versionOn({ geographies }: Known, code: string, day: string): GeographyVersion | undefined {
  const versions = geographies.find(({ geography }) => geography === code)?.versions ?? [];
  return versions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo));
}

/** A code as the server takes it: letters, digits, underscores. */
export function codeOf(text: string): string {
  const plain = text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss');
  return plain.normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
}

/** The file's year where it names one and stands may still begin then; else the first of January after all that is stored. */
function firstDay(kind: 'blocks' | 'zones', year: string | undefined, { blockSets }: Known, today: string): string {
  const newest = kind === 'blocks' ? (blockSets.map(({ validFrom }) => validFrom).toSorted().at(-1) ?? '') : '';
  if (year !== undefined && `${year}-01-01` > newest) return `${year}-01-01`;
  const after = newest > today ? newest : today;
  return newest === '' && kind === 'blocks' ? `${today.slice(0, 4)}-01-01` : `${Number(after.slice(0, 4)) + 1}-01-01`;
}

export type MissingPart = 'id' | 'zone' | 'block' | 'places' | 'columns' | 'names' | 'twice' | 'validFrom' | 'referenceDate' | 'geography' | 'newCode' | 'cell' | 'crs' | 'layerName' | 'title' | 'source' | 'publishedOn' | 'version' | 'totals';

/** What keeps a file from being checked, in the order of the form. */
export function missingParts(kind: ImportKind, preview: Preview, draft: MappingDraft, crs: string | undefined, known: Known): MissingPart[] {
  const missing: MissingPart[] = [];
  const need = (there: boolean, part: MissingPart) => void (there || missing.push(part));
  const table = isTable(preview);
  if (kind === 'blocks' || kind === 'counts') need(draft.id !== '', 'id');
  if (kind === 'zones') {
    need(draft.zone !== '', 'zone');
    if (table) need(draft.block !== '', 'block');
    need(draft.geography !== '', 'geography');
    if (draft.geography === NEW_GEOGRAPHY) need(/^[\w.-]{1,64}$/.test(draft.newCode) && draft.newDe !== '', 'newCode');
  }
  if (table && PLACED.has(kind)) {
    need(draft.x !== '' && draft.y !== '', 'places');
    need(crs !== undefined, 'crs');
  }
  if (kind === 'layer') need(draft.layerName !== '', 'layerName');
  if (table && kind === 'blocks') need(Number(decimal(draft.cell)) > 0, 'cell');
  if (kind === 'published') {
    need(draft.title.trim() !== '', 'title');
    need(draft.source.trim() !== '', 'source');
    need(draft.publishedOn !== '', 'publishedOn');
    need(draft.referenceDate !== '', 'referenceDate');
    need(draft.geography !== '', 'geography');
    need(['', OWN_ZONES].includes(draft.geography) || draft.version !== '' || versionOn(known, draft.geography, draft.referenceDate) !== undefined, 'version');
    need(draft.zone !== '', 'zone');
    if (draft.geography === OWN_ZONES) {
      need(draft.block !== '', 'block');
      need(draft.totals.length > 0, 'totals');
    } else {
      const taken = takenColumns(draft);
      need(taken.length > 0, 'columns');
      need(new Set(taken.map(({ statistic }) => statistic)).size === taken.length, 'twice');
    }
  }
  if (kind === 'counts') {
    const taken = draft.columns.filter(({ take }) => take);
    need(taken.length > 0, 'columns');
    need(taken.every(({ statistic }) => statistic !== ''), 'names');
    need(new Set(taken.map(({ statistic }) => statistic)).size === taken.length, 'twice');
    need(draft.referenceDate !== '', 'referenceDate');
  }
  if (kind === 'blocks' || kind === 'zones') need(draft.validFrom !== '', 'validFrom');
  return missing;
}

/** "0,5" and "0.5" alike; what is no number comes back as it is. */
export const decimal = (text: string) => text.trim().replace(',', '.');

/** A mapping as the server keeps it, laid over a draft: only columns that this file has. */
export function withSaved(draft: MappingDraft, saved: Readonly<Record<string, unknown>>, preview: Preview, known: Known): MappingDraft {
  const has = new Set(preview.columns.map(({ name }) => name));
  const text = (key: keyof MappingDraft & string, isColumn = true) => {
    const value = saved[key];
    const there = typeof value === 'string' && (!isColumn || has.has(value));
    return there ? { [key]: value } : {};
  };
  const columns = saved.columns;
  const named = (saved.statistics ?? {}) as Readonly<Record<string, { readonly de: string; readonly en: string }>>;
  const codes = Array.isArray(columns)
    ? new Map((columns as string[]).map((name) => [name, name]))
    : new Map(Object.entries((columns ?? {}) as Record<string, string>));
  return {
    ...draft,
    ...text('id'), ...text('zone'), ...text('block'), ...text('name'), ...text('x'), ...text('y'),
    ...text('street'), ...text('houseNumber'), ...text('weight'), ...text('unlocated', false), ...text('source', false), ...text('unmatched', false), ...text('decimal', false), ...text('signs', false), ...text('apportion', false),
    ...(typeof saved.cell === 'number' ? { cell: String(saved.cell) } : {}),
    columns: columns === undefined ? draft.columns : draft.columns.map((column) => {
      const statistic = codes.get(column.column);
      if (statistic === undefined) return { ...column, take: false };
      const isKnown = known.statistics.some((candidate) => candidate.statistic === statistic);
      if (!isKnown && column.statistic === '') return column;
      return { ...column, take: true, statistic, de: isKnown ? '' : (named[statistic]?.de ?? column.de), en: isKnown ? '' : (named[statistic]?.en ?? column.en) };
    }),
  };
}
