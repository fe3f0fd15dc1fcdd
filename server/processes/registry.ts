// All processes, in the order in which help and `/processes` list them.
import { aggregate } from './aggregate.ts';
import { audit } from './audit.ts';
import { catchments } from './catchments.ts';
import { compare } from './compare.ts';
import { designPtable } from './design-ptable.ts';
import type { Process } from './process.ts';
import { protect } from './protect.ts';
import { typology } from './typology.ts';
import { validate } from './validate.ts';

export const processes: readonly Process[] = [validate, aggregate, compare, audit, protect, designPtable, typology, catchments] as unknown as readonly Process[];

export function findProcess(id: string): Process | undefined {
  return processes.find((process) => process.id === id);
}
