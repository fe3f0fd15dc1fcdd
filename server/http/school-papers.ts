// Routes of papers of school planning: the annex for the council, the street directory of the Satzung, the list of letters.
import { z } from 'zod';
import { type Caller, STAFF } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import { checkAnnex, publishAnnex } from '../workspace/schools/annex-ledger.ts';
import type { CatchmentsJson } from '../workspace/schools/catchment-json.ts';
import { letterCounts } from '../workspace/schools/letter-counts.ts';
import type { PlacedCut } from '../workspace/schools/placed-addresses.ts';
import { runThread } from '../workspace/schools/run-thread.ts';
import { catchmentBasis, groundOfPlan, type CatchmentQuestion } from './catchment-question.ts';
import { today, type HttpContext } from './context.ts';
import { csv } from './csv.ts';
import { requirePlan } from './plan-json.ts';
import { CatchmentParameters, Compare, From } from './plan-catchments.ts';
import { annexPaper } from './papers/annex-paper.ts';
import { directoryPaper, letterCountsPaper, lettersPaper } from './papers/directory-paper.ts';
import { paperToHtml } from './papers/paper-html.ts';
import type { PaperTask } from './papers/paper-worker.ts';
import { cellText, type Paper } from './papers/paper.ts';
import { ok, route, type Reply, type Route } from './route.ts';
import { Code } from './schemas/common.ts';
import { AnnexCheck, PublishAnnex } from './schemas/school-papers.ts';
import { cutOfPlan, cutOfVersion } from './school-cuts.ts';

const Language = z.enum(['de', 'en']).default('de');
/** Far beyond what the largest directory takes: a thread that hangs is ended. */
const SETS_WITHIN_MS = 120_000;
const FILE = { 200: { description: 'The file', mediaType: 'application/octet-stream', headers: { 'Content-Disposition': 'Its name' } } };

export function schoolPaperRoutes({ workspace }: HttpContext): Route[] {
  /** Figures of an annex as a caller may see them. */
  async function annexOf(plan: string, question: CatchmentQuestion & { readonly compare: string }, caller: Caller) {
    const open = await requirePlan(workspace, plan);
    const ground = await groundOfPlan(workspace, open, question.compare);
    const asked = async (as: Caller) => {
      const basis = await catchmentBasis(workspace, ground, question, as, `annex of plan ${plan}`);
      return { basis, figures: JSON.parse(Buffer.from(await workspace.schools.catchments.answer(basis, 'annex')).toString()) as CatchmentsJson };
    };
    return { head: open.head, ground, asked, exact: await asked(caller) };
  }

  return [
    route({
      method: 'get',
      path: '/plans/{plan}/annex',
      id: 'checkPlanAnnex',
      tag: 'Schools',
      summary: 'What the annex would tell, without publishing it: exact numbers, or those of the protected copy, with the titles of what exact ones must not stand beside',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      query: CatchmentParameters.omit({ numbers: true }).extend({ compare: Compare, from: From }),
      replies: { 200: { description: 'What a file would hold', schema: AnnexCheck } },
      handle: async ({ parameters: { plan }, query, caller }) => {
        const { ground, exact } = await annexOf(plan, query, caller);
        const { figures } = exact;
        if (figures.referenceDate === null) return ok({ numbers: 'none', beside: [], recorded: false, withheldBelow: figures.withheldBelow });
        if (!figures.exact) return ok({ numbers: 'protected', beside: [], recorded: false, withheldBelow: figures.withheldBelow });
        const { beside, recorded } = await checkAnnex(workspace, { ...exact, surface: ground.surface });
        return ok({ numbers: beside.length === 0 ? 'exact' : 'protected', beside: beside.filter((title) => title !== ''), recorded, withheldBelow: figures.withheldBelow });
      },
    }),
    route({
      method: 'post',
      path: '/plans/{plan}/annex',
      id: 'publishPlanAnnex',
      tag: 'Schools',
      summary: 'The annex for the council as a file: schools, years and who changes school, with small groups and what would give them away withheld; of the protected copy for who has no clearance, and where exact numbers beside earlier annexes and releases of the date would give a group away. Exact ones are recorded as published',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      body: PublishAnnex,
      replies: FILE,
      handle: async ({ parameters: { plan }, body: { format, language, ...question }, caller }) => {
        const { head, ground, exact, asked } = await annexOf(plan, question, caller);
        const beside = exact.figures.exact && exact.figures.referenceDate !== null ? await publishAnnex(workspace, { ...exact, surface: ground.surface, planName: head.name, account: caller.account!, day: today() }) : [];
        // Numbers of the protected copy may stand beside anything.
        const { figures } = beside.length === 0 ? exact : await asked({ ...caller, clearances: [] });
        const { schools } = await workspace.schools.schools(null);
        const paper = annexPaper({ figures, beside, planName: head.name, town: workspace.municipality.name, schoolNames: new Map(schools.map(({ school, name }) => [school, name])), settings: exact.basis.settings, day: today(), language });
        return paperReply(paper, format, `anlage-${plan}`);
      },
    }),
    route({
      method: 'get',
      path: '/plans/{plan}/street-directory',
      id: 'getPlanStreetDirectory',
      tag: 'Schools',
      summary: 'Streets and house numbers by catchment of the plan, or every address whose school changes (letters), without counts; or how many children that are (letter-counts)',
      roles: STAFF,
      parameters: z.strictObject({ plan: Code }),
      query: z.strictObject({ format: z.enum(['csv', 'xlsx', 'pdf', 'html']), list: z.enum(['directory', 'letters', 'letter-counts']).default('directory').meta({ description: 'letter-counts: children by block and cohort where the school changes, for the office alone; true ones with clearance, which is recorded, else of the protected copy' }), language: Language }),
      replies: FILE,
      handle: async ({ parameters: { plan }, query: { format, list, language }, caller }) => {
        const open = await requirePlan(workspace, plan);
        if (list === 'letter-counts') {
          const basis = await catchmentBasis(workspace, await groundOfPlan(workspace, open, 'base'), { variant: 'medium' }, caller, `letters of plan ${plan}`);
          const { schools } = await workspace.schools.schools(null);
          const names = new Map(schools.flatMap(({ school, name, zones }) => [school, ...zones].map((zone) => [zone, name] as const)));
          const named = (zone: string | null) => (zone === null ? '' : (names.get(zone) ?? zone));
          const { years, rows } = letterCounts(basis);
          const paper = letterCountsPaper(rows.map((row) => ({ ...row, from: named(row.from), to: named(row.to) })), { title: open.head.name, town: workspace.municipality.name, day: today(), language, years, exact: basis.head.exact });
          return paperReply(paper, format, `anschreiben-je-block-${plan}`);
        }
        const cut = await cutOfPlan(workspace, open, open.head.validFrom ?? today());
        const input = { title: open.head.name, town: workspace.municipality.name, day: today(), language, addresses: await workspace.schools.addresses() };
        if (list === 'directory') return paperReply(directoryPaper(cut, input), format, `strassenverzeichnis-${plan}`);
        const base = open.head.baseVersion === null ? null : await workspace.version(open.head.geography, open.head.baseVersion);
        const before: PlacedCut = base === null ? { ...cut, zones: [], schoolsOf: [], zoneAt: () => -1 } : await cutOfVersion(workspace, base, today());
        return paperReply(lettersPaper(before, cut, input), format, `anschreiben-${plan}`);
      },
    }),
    route({
      method: 'get',
      path: '/geographies/{geography}/versions/{version}/street-directory',
      id: 'getStreetDirectory',
      tag: 'Schools',
      summary: 'Streets and house numbers by zone of a cut, as the annex of a Satzung has them; no counts',
      roles: ['viewer'],
      parameters: z.strictObject({ geography: Code, version: z.string().regex(/^\d{1,15}$/, 'a number').transform(Number) }),
      query: z.strictObject({ format: z.enum(['csv', 'xlsx', 'pdf', 'html']), language: Language }),
      replies: FILE,
      handle: async ({ parameters: { geography, version }, query: { format, language } }) => {
        const found = await workspace.version(geography, version);
        if (found === null) throw problem('NOT_FOUND', `the geography has no version ${version}`);
        const input = { title: found.title, town: workspace.municipality.name, day: today(), language, addresses: await workspace.schools.addresses() };
        return paperReply(directoryPaper(await cutOfVersion(workspace, found, found.validFrom > today() ? found.validFrom : today()), input), format, `strassenverzeichnis-${geography}-${version}`);
      },
    }),
  ];
}

async function paperReply(paper: Paper, format: 'csv' | 'xlsx' | 'pdf' | 'html', stem: string): Promise<Reply> {
  const name = stem.replaceAll(/[^\w.-]+/g, '-').slice(0, 100);
  const headers = { 'Content-Disposition': `attachment; filename="${name}.${format}"` };
  switch (format) {
    case 'csv': {
      const [table] = paper.tables;
      return csv(table!.columns.map(({ title }) => title), table!.rows.map((cells) => cells.map((cell) => cellText(cell, paper.language))), `${name}.csv`);
    }
    case 'xlsx':
      return { status: 200, bytes: await setPaper({ paper, format }), mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', headers };
    case 'pdf':
      return { status: 200, bytes: await setPaper({ paper, format }), mediaType: 'application/pdf', headers };
    case 'html':
      return { status: 200, bytes: paperToHtml(paper), mediaType: 'text/html; charset=utf-8', headers };
  }
}

const setPaper = (task: PaperTask): Promise<Uint8Array> => runThread('server/http/papers/paper-worker.ts', task, AbortSignal.timeout(SETS_WITHIN_MS), () => {});
