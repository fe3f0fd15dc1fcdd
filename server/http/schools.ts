// Routes of schools and of the parameters that forecasts and effects rest on.
import { z } from 'zod';
import { checkSettings, type SchoolSettings } from '../../core/schools/school-settings.ts';
import { STAFF } from '../auth/roles.ts';
import { DatabaseError } from '../db/database.ts';
import { transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import { isValidOn } from '../workspace/catalogue.ts';
import { landRules } from '../workspace/schools/land-rules.ts';
import type { KnownSettings } from '../workspace/schools/school-desk.ts';
import { schoolsByZone, type SchoolFinding } from '../workspace/schools/school-register.ts';
import { today, type HttpContext } from './context.ts';
import { ok, route, type Route } from './route.ts';
import { IsoDate } from './schemas/common.ts';
import { JobAccepted } from './schemas/jobs.ts';
import { ChangeSchoolSettings, Schools, SchoolSettingsSchema } from './schemas/schools.ts';

export function schoolRoutes({ workspace, imports }: HttpContext): Route[] {
  /** The cut of the catchments that is valid on a day. */
  async function catchmentsOn(day: string) {
    const { settings } = await workspace.schools.settings();
    const geography = workspace.schools.geographyOf(settings);
    const row = workspace.catalogue.geographies.find((one) => one.geography === geography)?.versions.find((version) => isValidOn(version, day));
    return { geography, version: row === undefined ? null : await workspace.version(row.geography, row.version) };
  }

  return [
    route({
      method: 'get',
      path: '/schools',
      id: 'listSchools',
      tag: 'Schools',
      summary: 'Schools that are open on a day, with their places and catchments; no pupils',
      roles: ['viewer'],
      query: z.strictObject({ date: IsoDate.optional().meta({ description: 'Today without it' }) }),
      replies: { 200: { description: 'Schools, and what is wrong with their register', schema: Schools } },
      handle: async ({ query: { date = today() } }) => {
        const { schools, findings } = await workspace.schools.schools(date);
        const { geography, version } = await catchmentsOn(date);
        const more: SchoolFinding[] = [];
        let zonesOf: readonly (readonly string[])[] = schools.map(() => []);
        if (version === null) more.push({ code: 'NO_CATCHMENTS', detail: geography === null ? 'no geography of catchments is there' : `${geography} has no cut that is valid on ${date}` });
        else {
          const locator = workspace.schools.locator(version.surface);
          const placed = schoolsByZone(schools, version.zoneList.map(({ zone }) => zone), (x, y) => version.assignment[locator.at(x, y)] ?? -1);
          zonesOf = placed.zonesOf.map((slots) => slots.map((slot) => version.zoneList[slot]!.zone));
          more.push(...placed.findings);
        }
        const toDegrees = transformer(workspace.municipality.epsg, 4326);
        const rows = schools.map(({ school, name, type, address, x, y, classesPerYear, classSize, placesPerYear }, i) => {
          const at = toDegrees(x, y).map((degrees) => Math.round(degrees * 1e7) / 1e7);
          return { school, name, type, address, at, xy: [x, y], classesPerYear, classSize, placesPerYear, catchment: zonesOf[i]![0] ?? null, zones: zonesOf[i]! };
        });
        return ok({ date, geography, version: version?.version ?? null, schools: rows, findings: [...findings, ...more] }, { 'Cache-Control': 'no-cache' });
      },
    }),
    route({
      method: 'get',
      path: '/school-settings',
      id: 'getSchoolSettings',
      tag: 'Schools',
      summary: 'Every parameter of forecasts and effects, with its source',
      roles: STAFF,
      replies: { 200: { description: 'Those in force', schema: SchoolSettingsSchema } },
      handle: async () => ok(settingsJson(await workspace.schools.settings())),
    }),
    route({
      method: 'put',
      path: '/school-settings',
      id: 'changeSchoolSettings',
      tag: 'Schools',
      summary: 'Sets the parameters; the earlier ones are kept',
      roles: ['planner', 'editor'],
      body: ChangeSchoolSettings,
      replies: { 200: { description: 'Those in force from now on', schema: SchoolSettingsSchema } },
      handle: async ({ body: { version, ...settings }, caller }) => {
        requireSettings(settings);
        const known = await workspace.schools.settings();
        if (known.version !== version) throw changedMeanwhile(known.version);
        try {
          return ok(settingsJson(await workspace.schools.changeSettings(settings, version, caller.account!)));
        } catch (error) {
          if (error instanceof DatabaseError && error.constraint === 'school_setting_pk') throw changedMeanwhile(version + 1);
          throw error;
        }
      },
    }),
    route({
      method: 'post',
      path: '/school-distances',
      id: 'makeSchoolDistances',
      tag: 'Schools',
      summary: 'Reckons walks from all addresses to all schools as a job; they are kept until network, schools, addresses or hazards change',
      roles: ['planner', 'editor'],
      query: z.strictObject({ blockSet: z.string().regex(/^\d{1,15}$/, 'a number').transform(Number).optional().meta({ description: 'The newest without it' }) }),
      replies: { 202: { description: 'The job', schema: JobAccepted, headers: { Location: 'The job' } } },
      handle: async ({ query: { blockSet = workspace.newestBlockSet() }, caller }) => {
        if (blockSet === null || !workspace.catalogue.blockSets.some((row) => row.blockSet === blockSet)) throw problem('NO_BLOCKS', 'there are no such blocks');
        const job = await imports.jobs.submit({ process: 'school-distances', municipality: workspace.municipality.municipality, account: caller.account!, input: { blockSet } });
        return { status: 202, json: { job: job.job }, headers: { Location: `/jobs/${job.job}` } };
      },
    }),
  ];

  function requireSettings(settings: SchoolSettings): void {
    const issues = checkSettings(settings);
    if (settings.geography !== null && !workspace.catalogue.geographies.some(({ geography }) => geography === settings.geography)) {
      issues.push({ field: 'geography', problem: `there is no geography ${settings.geography}`, accepted: workspace.catalogue.geographies.map(({ geography }) => geography).join(', ') });
    }
    if (issues.length > 0) throw problem('INVALID_INPUT', `${issues[0]!.field}: ${issues[0]!.problem}`, { issues });
  }
}

const changedMeanwhile = (version: number) => problem('SETTINGS_CHANGED', `somebody else set the parameters meanwhile; those in force are version ${version}`, { members: { version } });

function settingsJson({ version, settings }: KnownSettings) {
  return { version, ...settings, landRules: landRules() };
}
