// What a dry run found, as lists of numbered places: the same rows beside the map and on it.
import type { Coverage } from '../../core/coverage/coverage.ts';
import { formatDate, formatNumber, formatSigned } from '../i18n/format.ts';
import { t, type TextKey } from '../i18n/i18n.ts';
import type { WorldOrigin } from '../map-layers/coverage-paths.ts';
import { areaWords, lengthWords, shareWords } from './file-words.ts';
import { BlockShapes, blockMarks, cellMarks, changeMarks, findingMarks, lineageMarks, type Mark } from './marks.ts';
import { blocksReport, type BlocksReport, type CountsReport, type CountWarning, type DryRun, type EmptyResult, type Finding, type Findings, type LineageItem, type RepairResult, type ZonesReport } from './model.ts';
import { NearLinks } from './near-links.ts';
import { Outlines } from './outlines.ts';

export interface PlaceRow {
  /** From 1; also the number of its pin. */
  readonly number: number;
  readonly title: string;
  readonly figures: readonly string[];
  readonly mark: Mark | null;
}

export interface PlaceGroup {
  readonly title: string;
  /** How the map draws its places, where that is not the same for the whole list. */
  readonly sign?: string;
  readonly total: number;
  readonly rows: readonly PlaceRow[];
}

export interface PlaceList {
  readonly id: 'findings' | 'changes' | 'cells' | 'left' | 'lineage' | 'missing' | 'unassigned' | 'cut' | 'detached' | 'odd';
  readonly title: string;
  /** More than there are rows where the server told only the first. */
  readonly total: number;
  readonly groups: readonly PlaceGroup[];
  readonly tone: Mark['tone'];
}

/** Outlines that a result would store, ready to be drawn; null where it would store those of the file. */
export interface ResultOutlines {
  readonly repaired: Outlines | null;
  readonly source: Outlines | null;
  readonly cells: Outlines | null;
  readonly near: NearLinks | null;
}

export function resultOutlines({ outlines }: DryRun, origin: WorldOrigin): ResultOutlines | null {
  if (outlines === undefined) return null;
  const of = (picture: typeof outlines.cells) => (picture === null ? null : new Outlines(picture, origin));
  return { repaired: of(outlines.repaired), source: of(outlines.source), cells: of(outlines.cells), near: outlines.near === null ? null : new NearLinks(outlines.near, origin) };
}

export interface MapGround {
  readonly coverage: Coverage | null;
  readonly origin: WorldOrigin;
}

/** `nameOf` gives a statistic's name. */
export function placeLists(result: DryRun, outlines: ResultOutlines | null, ground: MapGround, nameOf: (statistic: string) => string): PlaceList[] {
  const drawn = new BlockShapes(result.shapes ?? null, ground.coverage, ground.origin);
  const blocks = blocksReport(result);
  if (blocks !== null) return blockLists(blocks, drawn, outlines, ground.origin);
  if (result.kind === 'zones') return zoneLists(result.report as unknown as ZonesReport, drawn);
  if (result.kind === 'counts' || result.kind === 'table') return countLists(result.report as unknown as CountsReport, drawn, nameOf);
  return [];
}

function blockLists({ repair, lineage, findings, empty, detached, detachedBlocks }: BlocksReport, shapes: BlockShapes, outlines: ResultOutlines | null, origin: WorldOrigin): PlaceList[] {
  const lists: PlaceList[] = [];
  if (repair !== null && repair.left.total > 0) lists.push(findingList('left', t('imports.listLeft'), repair.left, shapes, origin));
  if (repair !== null && repair.changes.total > 0) lists.push(changeList(repair, shapes, origin));
  if (findings.total > 0) lists.push(findingList('findings', t('imports.listFindings'), findings, shapes, origin));
  if (empty?.grown !== undefined && empty.grown.total > 0) lists.push(cellList(empty.grown, outlines));
  if (lineage !== null && lineage.items.length > 0) lists.push(lineageList(lineage.items, shapes));
  if (detachedBlocks > 0) lists.push(blockList('detached', t('imports.listDetached'), empty?.unreached ?? detached, detachedBlocks, shapes, () => []));
  return lists;
}

function findingList(id: 'findings' | 'left', title: string, { total, byCode, items }: Findings, shapes: BlockShapes, origin: WorldOrigin): PlaceList {
  const marks = findingMarks(items, shapes, origin);
  const rows = items.map((finding, index) => ({ code: finding.code, row: { number: index + 1, title: blocksWords(finding.blocks), figures: findingFigures(finding), mark: marks[index]! } }));
  const codes = [...new Set(items.map(({ code }) => code))];
  return {
    id,
    title,
    total,
    tone: 'finding',
    groups: codes.map((code) => {
      const own = rows.filter((entry) => entry.code === code).map(({ row }) => row);
      return { title: codeWords('finding', code), total: byCode[code] ?? own.length, rows: own };
    }),
  };
}

function findingFigures({ areaM2, widthM, rows }: Finding): string[] {
  return [
    ...(areaM2 == null ? [] : [areaWords(areaM2)]),
    ...(widthM == null ? [] : [t('imports.wide', { width: lengthWords(widthM) })]),
    ...(rows === undefined || rows.length === 0 ? [] : [t('imports.rowNumber', { row: rows.slice(0, 3).join(', ') })]),
  ];
}

function changeList({ changes }: RepairResult, shapes: BlockShapes, origin: WorldOrigin): PlaceList {
  const marks = changeMarks(changes.items, shapes, origin);
  const kinds = [...new Set(changes.items.map(({ kind }) => kind))];
  const rows = changes.items.map(({ kind, blocks, areaM2, movedM, widthM }, index) => ({
    kind,
    row: {
      number: index + 1,
      title: kind === 'overlap' || kind === 'gap' ? givenTo(blocks) : blocksWords(blocks),
      figures: [...(areaM2 == null || kind === 'moved' ? [] : [areaWords(areaM2)]), ...(widthM == null ? [] : [t('imports.wide', { width: lengthWords(widthM) })]), ...(movedM == null ? [] : [t('imports.movedBy', { distance: lengthWords(movedM) })])],
      mark: marks[index]!,
    },
  }));
  return {
    id: 'changes',
    title: t('imports.listChanges'),
    total: changes.total,
    tone: 'change',
    groups: kinds.map((kind) => {
      const own = rows.filter((entry) => entry.kind === kind).map(({ row }) => row);
      return { title: codeWords('change', kind), sign: `change-${kind}`, total: changes.byKind[kind] ?? own.length, rows: own };
    }),
  };
}

function cellList({ total, items }: NonNullable<EmptyResult['grown']>, outlines: ResultOutlines | null): PlaceList {
  const marks = cellMarks(items, outlines?.source ?? null, outlines?.cells ?? null);
  const rows = items.map(({ block, sourceM2, cellM2 }, index): PlaceRow => ({
    number: index + 1,
    title: t('imports.block', { block }),
    figures: [t('imports.grownTo', { more: areaWords(cellM2 - sourceM2), area: areaWords(cellM2) })],
    mark: marks[index]!,
  }));
  return { id: 'cells', title: t('imports.listCells'), total, tone: 'change', groups: [{ title: '', total, rows }] };
}

const RELATIONS = ['split', 'merged', 'reshaped', 'new', 'gone', 'renamed'];

function lineageList(items: readonly LineageItem[], shapes: BlockShapes): PlaceList {
  const marks = lineageMarks(items, shapes);
  const relations = [...new Set(items.map(({ relation }) => relation))].sort((a, b) => RELATIONS.indexOf(a) - RELATIONS.indexOf(b));
  const rows = items.map(({ relation, from, to, shares }, index) => ({
    relation,
    row: { number: index + 1, title: fromTo(from, to), figures: relation === 'renamed' || shares.length > 4 ? [] : shares.map(({ to: zone, share }) => `${zone} ${shareWords(share)}`), mark: marks[index]! },
  }));
  return {
    id: 'lineage',
    title: t('imports.listLineage'),
    total: items.length,
    tone: 'change',
    groups: relations.map((relation) => {
      const own = rows.filter((entry) => entry.relation === relation).map(({ row }) => row);
      return { title: codeWords('relation', relation), total: own.length, rows: own };
    }),
  };
}

function zoneLists({ unassigned, unassignedBlocks, cut, cutBlocks }: ZonesReport, shapes: BlockShapes): PlaceList[] {
  const shares = new Map(cut.map(({ block, zone, shares: parts }) => [block, parts === undefined ? [t('imports.goesTo', { zone })] : parts.map((part) => `${part.zone} ${shareWords(part.share)}`)]));
  return [
    ...(cutBlocks > 0 ? [blockList('cut', t('imports.listCut'), cut.map(({ block }) => block), cutBlocks, shapes, (block) => shares.get(block) ?? [])] : []),
    ...(unassignedBlocks > 0 ? [blockList('unassigned', t('imports.listUnassigned'), unassigned, unassignedBlocks, shapes, () => [])] : []),
  ];
}

function countLists({ missing, missingBlocks, warnings }: CountsReport, shapes: BlockShapes, nameOf: (statistic: string) => string): PlaceList[] {
  return [
    ...(warnings.some(({ first }) => first !== undefined) ? [oddList(warnings, shapes, nameOf)] : []),
    ...(missingBlocks > 0 ? [blockList('missing', t('imports.listMissing'), missing, missingBlocks, shapes, () => [])] : []),
  ];
}

/** Blocks that warnings name, a group a warning. */
function oddList(warnings: readonly CountWarning[], shapes: BlockShapes, nameOf: (statistic: string) => string): PlaceList {
  const marks = blockMarks(warnings.flatMap(({ first = [] }) => first), shapes);
  let number = 0;
  const groups = warnings.flatMap((warning): PlaceGroup[] => {
    const rows = (warning.first ?? []).map((block): PlaceRow => ({ number: ++number, title: t('imports.block', { block }), figures: [], mark: marks[number - 1]! }));
    return rows.length === 0 ? [] : [{ title: warningWords(warning, nameOf), total: warning.blocks ?? rows.length, rows }];
  });
  return { id: 'odd', title: t('imports.listOdd'), total: groups.reduce((sum, { total }) => sum + total, 0), tone: 'note', groups };
}

/** The server's warning in the chosen language; an unknown one in its own words. */
export function warningWords({ code, statistic, since = '', whole = '', percent = 0, blocks = 0, date = '', zones = [], text }: CountWarning, nameOf: (statistic: string) => string): string {
  const key = `imports.warning_${code}`;
  const words = t(key as TextKey, { statistic: nameOf(statistic), since: since === '' ? '' : formatDate(since), whole: nameOf(whole), percent: formatSigned(percent), blocks, date: date === '' ? '' : formatDate(date), zones: zones.join(', ') });
  return words === key ? text : words;
}

function blockList(id: PlaceList['id'], title: string, ids: readonly string[], total: number, shapes: BlockShapes, figures: (id: string) => readonly string[]): PlaceList {
  const marks = blockMarks(ids, shapes);
  return {
    id,
    title,
    total,
    tone: 'note',
    groups: [{ title: '', total, rows: ids.map((block, index) => ({ number: index + 1, title: t('imports.block', { block }), figures: figures(block), mark: marks[index]! })) }],
  };
}

/** Words of a code, or the code itself where it is a new one. */
export function codeWords(group: 'finding' | 'change' | 'relation', code: string): string {
  const key = `imports.${group}_${code}`;
  const text = t(key as TextKey);
  return text === key ? code : text;
}

function blocksWords(blocks: readonly string[]): string {
  if (blocks.length === 0) return t('imports.noBlock');
  if (blocks.length === 1) return t('imports.block', { block: blocks[0]! });
  const named = blocks.slice(0, 3).join(', ');
  return blocks.length > 3 ? t('imports.blocksMore', { blocks: named, count: blocks.length - 3 }) : t('imports.blocksNamed', { blocks: named });
}

/** The first block got the piece; the others lie round it. */
function givenTo([block, ...others]: readonly string[]): string {
  if (block === undefined) return t('imports.noBlock');
  return others.length === 0 ? t('imports.givenTo', { block }) : t('imports.givenToBeside', { block, others: others.slice(0, 3).join(', ') + (others.length > 3 ? ' …' : '') });
}

function fromTo(from: readonly string[], to: readonly string[]): string {
  const some = (ids: readonly string[]) => (ids.length > 4 ? `${ids.slice(0, 4).join(', ')} +${formatNumber(ids.length - 4)}` : ids.join(', '));
  if (from.length === 0) return some(to);
  if (to.length === 0) return some(from);
  return from.join() === to.join() ? some(to) : `${some(from)} → ${some(to)}`;
}
