// `validate`: do the blocks form a coverage, and where not.
import { z } from 'zod';
import { type CoverageReport, hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { InputError } from '../gdal/input-error.ts';
import { blockFields } from './inputs/fields.ts';
import { readBlocks } from './inputs/read-blocks.ts';
import type { Process } from './process.ts';

const input = z.strictObject({
  ...blockFields,
  gapWidth: z
    .number()
    .positive()
    .default(1)
    .meta({ description: 'an uncovered enclosed place narrower than M metres is a gap, a wider one a hole', placeholder: 'M' }),
});

export const validate: Process<typeof input> = {
  id: 'validate',
  title: { de: 'Blöcke prüfen', en: 'Check blocks' },
  description: {
    de: 'Prüft, ob Blöcke ein lückenloses Mosaik bilden: Überlappungen, Lücken, ungültige Polygone, doppelte Kennungen; nennt Inseln und Löcher.',
    en: 'Checks whether blocks form a coverage: overlaps, gaps, invalid polygons, repeated ids; tells islands and holes.',
  },
  produces: 'report',
  input,
  examples: ['validate --blocks blocks.gpkg --block-id block', 'validate --blocks blocks.zip --block-id GEOID10 --gap-width 2 --out report.json'],
  async run(options, context) {
    context.progress(0, 'reading the blocks');
    const source = await readBlocks(options);
    if (source.rings === null) {
      throw new InputError({ file: source.file, problem: 'has no polygons', accepted: 'polygons, or points with --x --y --source-crs --cell' });
    }
    context.signal.throwIfAborted();
    context.progress(0.4, `checking ${source.ids.length} blocks`);
    const report = validateCoverage(source.rings, { gapWidthM: options.gapWidth });
    const findings = hasFindings(report);
    if (findings) context.note(`${source.file}: ${summary(report)}`);
    return { result: { kind: 'report', report: { crs: `EPSG:${source.epsg}`, ...report } }, findings };
  },
};

function summary(report: CoverageReport): string {
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
