// Cuts of catchments with their schools, as addresses are asked about them: of a day, of a plan, of a plan that is shown to the public.
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import type { PlacedCut } from '../workspace/schools/placed-addresses.ts';
import { schoolsByZone } from '../workspace/schools/school-register.ts';
import type { ResidentVersion, Workspace } from '../workspace/workspace.ts';

/** Schools that are open on the day. */
export async function cutOfVersion(workspace: Workspace, version: ResidentVersion, day: string): Promise<PlacedCut> {
  const { schools } = await workspace.schools.schools(day);
  const locator = workspace.schools.locator(version.surface);
  const zoneAt = (x: number, y: number) => version.assignment[locator.at(x, y)] ?? -1;
  return { zones: version.zoneList, schools, schoolsOf: schoolsByZone(schools, version.zoneList.map(({ zone }) => zone), zoneAt).byZone, zoneAt };
}

export async function cutOfPlan(workspace: Workspace, { head, draft }: OpenPlan, day: string): Promise<PlacedCut> {
  const { schools } = await workspace.schools.schools(day);
  const { assignment, zones, surface } = draft.state;
  const whole = workspace.schools.locator(await workspace.surface(head.blockSet));
  const parts = surface.cuts.length === 0 ? null : createBlockLocator(surface.coverage);
  const zoneAt = (x: number, y: number) => {
    const base = whole.at(x, y);
    if (base < 0) return -1;
    const position = surface.piecesOf(base).length === 1 ? surface.piecesOf(base)[0]! : (parts?.at(x, y) ?? -1);
    return assignment[position] ?? -1;
  };
  return { zones, schools, schoolsOf: schoolsByZone(schools, zones.map((zone) => zone?.zone ?? null), zoneAt).byZone, zoneAt };
}

/** The cut of the catchments that is valid on a day; null where there is none. */
export async function catchmentsOn(workspace: Workspace, day: string): Promise<ResidentVersion | null> {
  const row = (await catchmentVersions(workspace)).find((version) => isValidOn(version, day));
  return row === undefined ? null : workspace.version(row.geography, row.version);
}

export async function catchmentVersions(workspace: Workspace) {
  const { settings } = await workspace.schools.settings();
  const geography = workspace.schools.geographyOf(settings);
  return workspace.catalogue.geographies.find((one) => one.geography === geography)?.versions ?? [];
}

/** Schools of a zone as an answer names them. */
export function schoolsIn({ zones, schools, schoolsOf }: PlacedCut, slot: number) {
  const zone = zones[slot] ?? null;
  if (zone === null) return [];
  return schoolsOf[slot]!.map((school) => ({ school: schools[school]!.school, name: schools[school]!.name, address: schools[school]!.address, zone: zone.zone }));
}
