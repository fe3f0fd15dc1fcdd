// `validate`: do the blocks form a coverage, and where not; on demand the coverage that they were meant to be.
import { z } from 'zod';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { mostToleranceM, type Repair, repairCoverage } from '../../core/coverage/repair/repair.ts';
import { hasFindings, type CoverageReport, validateCoverage } from '../../core/coverage/validate.ts';
import { InputError } from '../gdal/input-error.ts';
import { blockFields } from './inputs/fields.ts';
import { type BlockSource, readBlocks, requireUnique } from './inputs/read-blocks.ts';
import { blockTable } from './outputs/block-table.ts';
import { detailedReport, repairReport } from './outputs/coverage-report.ts';
import type { Process, ProcessOutcome } from './process.ts';

const input = z.strictObject({
  ...blockFields,
  gapWidth: z
    .number()
    .nonnegative()
    .default(1)
    .meta({ description: 'an uncovered enclosed place narrower than M metres is a gap, a wider one a hole; a part of a block narrower than that is a sliver', placeholder: 'M' }),
  tolerance: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'borders this close (metres) are compared, and joined by --repair: nothing moves further (default to compare: 1/400 of the mean length of an edge; to join: twice the depth of overlaps, at most that; the report tells both)', placeholder: 'M' }),
  repair: z.boolean().optional().meta({ description: 'make a coverage of the blocks, written to --out with all columns of the file' }),
  overlaps: z
    .enum(['longest-border', 'largest', 'smallest', 'order'])
    .optional()
    .meta({ description: 'which block --repair gives an overlap to (default: longest-border, the one with the longest border to it; order: the first in the file)' }),
});

type Options = z.infer<typeof input>;

export const validate: Process<typeof input> = {
  id: 'validate',
  title: { de: 'Blöcke prüfen', en: 'Check blocks' },
  description: {
    de: 'Prüft, ob Blöcke ein lückenloses Mosaik bilden: Überlappungen, Lücken, ungültige Polygone, doppelte Kennungen; nennt Inseln, Löcher, Splitter und unpassende Kanten. Mit --repair entsteht ein sauberes Mosaik, und jede Änderung steht mit ihrer Fläche im Bericht.',
    en: 'Checks whether blocks form a coverage: overlaps, gaps, invalid polygons, repeated ids (exit code 1 for any of these); tells islands, holes, slivers and edges that do not match. With --repair a clean coverage is made, every change stands in the report with its area, and the exit code is 1 only for findings that remain.',
  },
  produces: 'both',
  givesTable: ({ repair }) => repair === true,
  input,
  examples: [
    'validate --blocks blocks.gpkg --block-id block',
    'validate --blocks blocks.zip --block-id GEOID10 --gap-width 2 --out report.json',
    'validate --blocks blocks.zip --block-id GEOID10 --repair --tolerance 0.05 --out clean.gpkg --report changes.json',
  ],
  async run(options, context) {
    requireRepair(options);
    context.progress(0, 'reading the blocks');
    const source = await readBlocks(options);
    const { rings } = source;
    if (rings === null) {
      throw new InputError({ file: source.file, problem: 'has no polygons', accepted: 'polygons, or points with --x --y --source-crs --cell' });
    }
    context.signal.throwIfAborted();
    context.progress(0.4, `checking ${source.ids.length} blocks`);
    const toleranceM = options.tolerance ?? mostToleranceM(rings);
    const checked = detailedReport(rings, toleranceM, options.gapWidth);
    const report = { crs: `EPSG:${source.epsg}`, toleranceM, toleranceFrom: options.tolerance === undefined ? 'data' : 'given', gapWidthM: options.gapWidth, ...checked };
    if (hasFindings(checked)) context.note(`${source.file}: ${summary(checked)}`);
    if (options.repair !== true) return { result: { kind: 'report', report }, findings: hasFindings(checked) };
    context.signal.throwIfAborted();
    context.progress(0.6, 'repairing');
    return repaired(options, source, rings, report, (message) => context.note(message));
  },
};

function requireRepair(options: Options): void {
  if (options.overlaps !== undefined && options.repair !== true) {
    throw new InputError({ option: 'repair', problem: 'is needed with --overlaps', accepted: '--repair --out F' });
  }
}

function repaired(options: Options, source: BlockSource, rings: BlockRings, report: object, note: (message: string) => void): ProcessOutcome {
  requireUnique(source.table, options.blockId, source.ids);
  const rule = options.overlaps ?? 'longest-border';
  const result = repairCoverage(rings, { ...(options.tolerance === undefined ? {} : { toleranceM: options.tolerance }), overlaps: rule, gapWidthM: options.gapWidth });
  if (!result.ok) throw refused(result, source, options.blockId);
  const { repair } = result;
  const left = validateCoverage(repair.blocks, { gapWidthM: options.gapWidth });
  const remain = hasFindings(left);
  note(`${source.file}: ${changed(repair)}${remain ? `; left: ${summary(left)}` : ''}`);
  return {
    result: blockTable(source, repair.blocks, options.blockId),
    report: () => ({ ...report, repair: repairReport(rings, repair, rule, options.gapWidth, left) }),
    findings: remain,
  };
}

function refused(result: Extract<ReturnType<typeof repairCoverage>, { ok: false }>, source: BlockSource, blockId: string): InputError {
  const row = result.blocks.length === 0 ? -1 : source.ids.indexOf(result.blocks[0]!);
  return new InputError({
    file: source.file,
    ...(row < 0 ? { option: 'tolerance' } : { row: source.table.rowNumber(row), field: blockId }),
    problem: `${row < 0 ? '' : `block "${result.blocks[0]}": `}cannot be repaired: ${result.detail}`,
    accepted: row < 0 ? 'another tolerance' : 'coordinates that are finite numbers',
  });
}

function changed({ changes, toleranceM }: Repair): string {
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  const done = [
    [count('moved'), 'moved vertices'],
    [count('overlap'), 'overlaps given away'],
    [count('gap'), 'gaps filled'],
    [count('emptied'), 'blocks emptied'],
  ] as const;
  const told = done.filter(([many]) => many > 0).map(([many, what]) => `${many} ${what}`);
  return `repaired within ${Number(toleranceM.toPrecision(3))} m: ${told.length === 0 ? 'nothing had to change' : told.join(', ')}`;
}

function summary(report: Pick<CoverageReport, 'invalid' | 'overlaps' | 'gaps' | 'duplicateIds'>): string {
  const parts = [
    [report.invalid.length, 'invalid'],
    [report.overlaps.length, report.overlaps.length === 1 ? 'overlap' : 'overlaps'],
    [report.gaps.length, report.gaps.length === 1 ? 'gap' : 'gaps'],
    [report.duplicateIds.length, report.duplicateIds.length === 1 ? 'repeated id' : 'repeated ids'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}
