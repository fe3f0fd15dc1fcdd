// Rules of the Länder for entry classes, one file a Land in geodata/class-rules; an office may add its own.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkClassRule, type ClassRule } from '../../../core/schools/entry-classes.ts';
import { packageRoot } from '../../package-root.ts';

let known: readonly ClassRule[] | undefined;

/** By Land, ascending. A file that is no rule is left out: the settings then have none, and a finding says so. */
export function classRules(): readonly ClassRule[] {
  if (known !== undefined) return known;
  const folder = join(packageRoot(), 'geodata', 'class-rules');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  known = names.toSorted().flatMap((name): ClassRule[] => {
    const { land, upTo, perClass, band, source } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as ClassRule;
    return checkClassRule({ upTo, perClass, band }) === null ? [{ land, upTo, perClass, band, source }] : [];
  });
  return known;
}
