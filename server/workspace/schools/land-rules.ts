// Rules of the Länder for entry and classes, one file a Land in geodata/class-rules; an office may add its own.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LandRules, readLandRules } from '../../../core/schools/land-rules.ts';
import { packageRoot } from '../../package-root.ts';

let known: readonly LandRules[] | undefined;

/** By Land, ascending. A file that holds no rules is left out: the page then offers none for that Land. */
export function landRules(): readonly LandRules[] {
  if (known !== undefined) return known;
  const folder = join(packageRoot(), 'geodata', 'class-rules');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  known = names.toSorted().flatMap((name) => readLandRules(JSON.parse(readFileSync(join(folder, name), 'utf8'))) ?? []);
  return known;
}

export const rulesOfLand = (land: string): LandRules => landRules().find((rules) => rules.land === land) ?? { land, entryRule: null, classRule: null, classNote: null };
