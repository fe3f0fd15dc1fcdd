// `design-ptable`: a perturbation table for the cell-key method, to be kept secret.
import { z } from 'zod';
import { type DesignProblem, designTable } from '../../core/disclosure/cell-key/design-table.ts';
import { InputError } from '../gdal/input-error.ts';
import type { Process } from './process.ts';

const input = z.strictObject({
  largest: z.int().min(1).max(100).meta({ description: 'most that a count may change', placeholder: 'D' }),
  variance: z.number().positive().meta({ description: 'variance of the noise', placeholder: 'V' }),
  blocked: z.int().min(0).max(100).default(0).meta({ description: 'counts of 1 to this never come out', placeholder: 'N' }),
  unimodal: z.boolean().optional().meta({ description: 'the nearer to no change, the likelier' }),
});

export const designPtable: Process<typeof input> = {
  id: 'design-ptable',
  title: { de: 'Überlagerungsmatrix entwerfen', en: 'Design a perturbation table' },
  description: {
    de: 'Bestimmt für die Cell-Key-Methode die Überlagerung mit größter Entropie, Mittelwert 0 und gegebener Varianz. Parameter und Matrix müssen geheim bleiben.',
    en: 'Finds, for the cell-key method, the noise with most entropy, mean 0 and the variance asked for, count by count. Who knows the parameters or the table knows how far off a number can be: keep both secret. `protect --ptable` reads it; the columns are those of the R package ptable.',
  },
  produces: 'table',
  input,
  examples: ['design-ptable --largest 4 --variance 1.5 --out ptable.csv', 'design-ptable --largest 5 --variance 3 --blocked 2 --unimodal --out ptable.csv'],
  run({ largest, variance, blocked, unimodal }) {
    const { table, problem } = designTable({ largest, variance, blocked, unimodal: unimodal ?? false });
    if (table === null) return Promise.reject(refusal(problem, variance));
    const rows = table.rows.flatMap(({ noise, upper }, count) =>
      Array.from(noise, (v, k) => {
        const lower = k === 0 ? 0 : upper[k - 1]!;
        return [count, count + v, upper[k]! - lower, v, lower, upper[k]!];
      }),
    );
    return Promise.resolve({ result: { kind: 'table' as const, columns: ['i', 'j', 'p', 'v', 'p_int_lb', 'p_int_ub'], rows }, findings: false });
  },
};

function refusal({ code, count, least, most }: DesignProblem, variance: number): InputError {
  if (code === 'not-unimodal') return new InputError({ option: 'unimodal', problem: `for a count of ${count} no noise with its peak at no change has mean 0 and this variance`, accepted: 'another variance, or no peak' });
  if (least >= most) return new InputError({ option: 'largest', problem: `a count of ${count} has nowhere to go`, accepted: 'a larger change, or fewer blocked counts' });
  return new InputError({ option: 'variance', problem: `${variance} is too ${code === 'variance-too-small' ? 'small' : 'large'} for a count of ${count}`, accepted: `more than ${least} and less than ${most} for it` });
}
