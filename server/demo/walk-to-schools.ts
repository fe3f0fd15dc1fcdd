// The demo's walks to schools, reckoned while it is loaded so that its page of schools begins complete.
import type { Coverage } from '../../core/coverage/coverage.ts';
import { interiorPoints } from '../../core/coverage/interior-point.ts';
import { defaultSettings } from '../../core/schools/school-settings.ts';
import type { Town } from '../../geodata/town/town.ts';
import type { Queryable } from '../db/database.ts';
import { beginSchoolWalk, storeSchoolWalks } from '../db/queries/school-walks.ts';
import { walkRows, walkTask, waysOf } from '../workspace/schools/make-walks.ts';
import { reckonWalks } from '../workspace/schools/reckon-walks.ts';
import { readSchools } from '../workspace/schools/school-register.ts';

/** Over the newest blocks. */
export async function walkToSchools(tx: Queryable, town: Town, coverage: Coverage): Promise<void> {
  const layer = (name: string) => town.layers.find((one) => one.layer === name)!.features;
  const { schools } = readSchools(layer('schools'), null);
  const asked = walkTask({ ways: waysOf(layer('streets'), layer('rail')), hazards: defaultSettings().hazards, schools, addresses: town.addresses, ids: coverage.ids, inside: interiorPoints(coverage) });
  const began = performance.now();
  const { report, rows } = walkRows(asked, reckonWalks(asked.task, () => undefined), (performance.now() - began) / 1000);
  const blockSet = town.blockStands.at(-1)!.blockSet;
  await beginSchoolWalk(tx, town.municipality, blockSet, 'demo');
  await storeSchoolWalks(tx, town.municipality, blockSet, 'demo', report, rows);
}
