// A draft as the form fields of POST /imports.
import type { TableSession } from './table-session.ts';
import { isOfNumbers, type EmptyChoice, type ImportKind, type Preview, type RepairChoice } from './model.ts';
import { decimal, isTable, NEW_GEOGRAPHY, OWN_ZONES, PLACED, takenColumns, type Known, type MappingDraft } from './mapping-draft.ts';

export interface FormParts {
  readonly kind: ImportKind;
  readonly preview: Preview;
  readonly draft: MappingDraft;
  readonly known: Known;
  /** Chosen or confirmed by the user; undefined where the file's own holds. */
  readonly sourceCrs: string | undefined;
  /** Chosen for a table of text in the place of what its bytes suggest. */
  readonly encoding?: string | undefined;
  readonly repair: RepairChoice | null;
  readonly empty: EmptyChoice;
}

/** Without `dryRun` and `accept`: what a dry run and the import after it have in common. */
export function importFields(parts: FormParts): Record<string, string> {
  const { kind, preview, draft } = parts;
  const fields: Record<string, string> = { preview: preview.preview, kind };
  if (kind === 'blocks' || kind === 'zones') fields.validFrom = draft.validFrom;
  if (isOfNumbers(kind)) fields.referenceDate = draft.referenceDate;
  if (kind === 'layer') fields.layer = draft.layerName;
  if (kind === 'zones') fields.geography = draft.geography === NEW_GEOGRAPHY ? draft.newCode : draft.geography;
  if (kind === 'published' && draft.geography !== OWN_ZONES) fields.geography = draft.geography;
  fields.mapping = JSON.stringify(mappingOf(parts));
  return fields;
}

/** Of a statistics table: its mapping is a document of its own. */
export function tableFields(preview: string, { mapping, referenceDate }: TableSession): Record<string, string> {
  return { preview, kind: 'table', table: JSON.stringify(mapping), ...(mapping!.date.from === 'given' ? { referenceDate } : {}) };
}

function mappingOf({ kind, preview, draft, known, sourceCrs, encoding, repair, empty }: FormParts): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  const set = (key: string, value: unknown) => {
    if (value !== undefined && value !== '') mapping[key] = value;
  };
  if (kind !== 'zones' && kind !== 'published') set('id', draft.id);
  if (!isOfNumbers(kind)) set('sourceCrs', sourceCrs);
  set('encoding', encoding);
  const table = isTable(preview);
  if (table && PLACED.has(kind)) {
    set('x', draft.x);
    set('y', draft.y);
  }
  if (preview.layers.length > 1) set('sourceLayer', preview.layer ?? undefined);
  switch (kind) {
    case 'blocks':
      if (table) set('cell', numberOf(draft.cell));
      if (repair !== null) set('repair', { overlaps: repair.overlaps, ...numberPart('toleranceM', repair.toleranceM), ...numberPart('gapWidthM', repair.gapWidthM) });
      if (empty.method !== 'keep') set('empty', emptyOf(empty));
      break;
    case 'zones':
      set('zone', draft.zone);
      if (table) set('block', draft.block);
      set('name', draft.name);
      set('title', draft.title);
      if (!table) set('apportion', draft.apportion);
      if (draft.geography === NEW_GEOGRAPHY) set('geographyName', { de: draft.newDe, en: draft.newEn || draft.newDe });
      break;
    case 'counts': {
      const taken = draft.columns.filter(({ take }) => take);
      set('columns', Object.fromEntries(taken.map(({ column, statistic }) => [column, statistic])));
      const fresh = taken.filter(({ statistic }) => !known.statistics.some((candidate) => candidate.statistic === statistic));
      if (fresh.length > 0) set('statistics', Object.fromEntries(fresh.map(({ statistic, column, de, en }) => [statistic, { de: de || column, en: en || de || column }])));
      set('unlocated', draft.unlocated);
      set('source', draft.source);
      set('unmatched', draft.unmatched);
      set('decimal', draft.decimal);
      set('signs', draft.signs);
      break;
    }
    case 'published':
      set('title', draft.title.trim());
      set('source', draft.source.trim());
      set('publishedOn', draft.publishedOn);
      set('zone', draft.zone);
      if (draft.geography === OWN_ZONES) {
        set('block', draft.block);
        set('totals', draft.totals);
        break;
      }
      set('version', numberOf(draft.version));
      set('columns', Object.fromEntries(takenColumns(draft).map(({ column, statistic }) => [column, statistic])));
      set('decimal', draft.decimal);
      set('signs', draft.signs);
      break;
    case 'addresses':
      set('street', draft.street);
      set('houseNumber', draft.houseNumber);
      set('weight', draft.weight);
      break;
    case 'schools':
      set('name', draft.name);
      break;
    case 'network':
    case 'table':
    case 'layer':
  }
  return mapping;
}

const numberOf = (text: string) => (text.trim() === '' ? undefined : Number(decimal(text)));

function numberPart(key: string, text: string): Record<string, number> {
  const value = numberOf(text);
  return value === undefined || !Number.isFinite(value) ? {} : { [key]: value };
}

function emptyOf({ method, distanceM, barriers, boundary }: EmptyChoice): Record<string, unknown> {
  const walls = barriers.length === 0 ? {} : { barriers };
  if (method === 'near') return { method, distanceM: numberOf(distanceM) ?? 0, ...walls };
  const colon = boundary.indexOf(':');
  return { method, boundary: colon < 0 ? boundary : { [boundary.slice(0, colon)]: boundary.slice(colon + 1) }, ...walls };
}
