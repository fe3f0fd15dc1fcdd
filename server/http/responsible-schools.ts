// Routes for citizens: addresses by what they type, and which school is responsible for one, before, now and as planned. No counts.
import { z } from 'zod';
import { hasRole, STAFF, type Caller } from '../auth/roles.ts';
import type { Address } from '../db/queries/addresses.ts';
import { transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import type { OpenPlan } from '../workspace/plans/plan-desk.ts';
import { AddressSearch } from '../workspace/schools/placed-addresses.ts';
import { today, type HttpContext } from './context.ts';
import { requirePlan } from './plan-json.ts';
import { ok, route, type Route } from './route.ts';
import { IsoDate } from './schemas/common.ts';
import { Addresses, ResponsibleSchools } from './schemas/schools.ts';
import { catchmentsOn, catchmentVersions, cutOfPlan, cutOfVersion, schoolsIn } from './school-cuts.ts';

const MOST = 20;

export function responsibleSchoolRoutes({ workspace }: HttpContext): Route[] {
  const searches = new WeakMap<readonly Address[], AddressSearch>();
  async function search(): Promise<AddressSearch> {
    const addresses = await workspace.schools.addresses();
    const known = searches.get(addresses) ?? new AddressSearch(addresses);
    searches.set(addresses, known);
    return known;
  }

  const addressJson = ({ street, houseNumber, block, x, y }: Address) => {
    const at = transformer(workspace.municipality.epsg, 4326)(x, y).map((degrees) => Math.round(degrees * 1e7) / 1e7);
    return { street, houseNumber, block, at };
  };

  /** Staff name a plan by its id, everybody by the link that shows it. */
  async function planOf(named: string, caller: Caller): Promise<OpenPlan> {
    const link = await workspace.comments.openLink(named);
    if (link !== null) return (await workspace.plans.at(link.plan, link.shownVersion)) ?? requirePlan(workspace, link.plan);
    if (!hasRole(caller, STAFF)) throw problem('NOT_FOUND', 'this link leads to no plan, or is closed');
    return requirePlan(workspace, named);
  }

  return [
    route({
      method: 'get',
      path: '/addresses',
      id: 'searchAddresses',
      tag: 'Schools',
      summary: 'Addresses by the beginning of street and number, twenty at most',
      roles: ['viewer'],
      query: z.strictObject({ q: z.string().min(1).max(200) }),
      replies: { 200: { description: 'Exact ones first', schema: Addresses } },
      handle: async ({ query: { q } }) => ok({ addresses: (await search()).find(q, MOST).map(addressJson) }, { 'Cache-Control': 'no-cache' }),
    }),
    route({
      method: 'get',
      path: '/responsible-schools',
      id: 'getResponsibleSchools',
      tag: 'Schools',
      summary: 'Which schools are responsible for an address on a day, and which will be: by cuts that are adopted, and by a plan',
      roles: ['viewer'],
      query: z.strictObject({
        street: z.string().min(1).max(200),
        houseNumber: z.string().min(1).max(50),
        date: IsoDate.optional().meta({ description: 'Today without it; days that are past are answered too' }),
        plan: z.string().min(1).max(200).optional().meta({ description: 'The token of a plan’s public link; its id for staff' }),
      }),
      replies: { 200: { description: 'Schools then and later', schema: ResponsibleSchools } },
      handle: async ({ query: { street, houseNumber, date = today(), plan }, caller }) => {
        const open = plan === undefined ? null : await planOf(plan, caller);
        const found = (await search()).exactly(street, houseNumber);
        if (found.length === 0) throw problem('NOT_FOUND', `no address ${street} ${houseNumber} is known; GET /addresses?q= finds those that are`);
        const then = await catchmentsOn(workspace, date);
        const cut = then === null ? null : await cutOfVersion(workspace, then, date);
        const schools = found.flatMap(({ x, y }) => (cut === null ? [] : schoolsIn(cut, cut.zoneAt(x, y))));
        const later = (await catchmentVersions(workspace)).filter(({ validFrom }) => validFrom > date);
        const planned: { from: string | null; title: string; plan: boolean; schools: ReturnType<typeof schoolsIn> }[] = [];
        for (const { geography, version, title, validFrom } of later) {
          const next = await cutOfVersion(workspace, (await workspace.version(geography, version))!, validFrom);
          planned.push({ from: validFrom, title, plan: false, schools: once(found.flatMap(({ x, y }) => schoolsIn(next, next.zoneAt(x, y)))) });
        }
        if (open !== null) {
          const next = await cutOfPlan(workspace, open, open.head.validFrom ?? date);
          planned.push({ from: open.head.validFrom, title: open.head.name, plan: true, schools: once(found.flatMap(({ x, y }) => schoolsIn(next, next.zoneAt(x, y)))) });
        }
        return ok({ address: addressJson(found[0]!), date, cut: then === null ? null : then.title, schools: once(schools), planned }, { 'Cache-Control': 'no-cache' });
      },
    }),
  ];
}

/** A house that the register has twice has its schools once. */
function once<T extends { readonly school: string; readonly zone: string }>(schools: readonly T[]): T[] {
  return schools.filter((one, i) => schools.findIndex(({ school, zone }) => school === one.school && zone === one.zone) === i);
}
