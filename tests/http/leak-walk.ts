// Asks every route of a server in every way that its case names, and keeps all that comes back.
import { expect } from 'vitest';
import type { Route } from '../../server/http/route.ts';
import type { Answer, AskOptions } from './server-under-test.ts';
import { DATE, EARLIER } from './town.ts';

/** What to ask a route. `bodies`: of routes that take one or change something; `streams`: never ends, and is tested elsewhere. */
export interface LeakCase {
  readonly bodies?: readonly unknown[];
  /** Of a GET beside those that every one is asked. */
  readonly queries?: readonly string[];
  readonly streams?: true;
}

const RELEASE = { geography: 'stadtteil', version: 1, statistics: ['residents'], referenceDates: [DATE], ruleSet: { threshold: 1, zeros: 'open' } };
/** From one border of block b12 to the other. */
const ACROSS_B12 = { type: 'LineString', coordinates: [[9.0059573, 49.6534], [9.0059573, 49.6544]] };
const OPERATIONS = [
  { type: 'assign', blocks: ['b05'], zone: 'A' },
  { type: 'assign', blocks: ['residents'], zone: 'A' },
  { type: 'createZone', zone: 'Z', name: 'Z', blocks: ['b00'] },
  { type: 'splitBlock', block: 'b12', line: ACROSS_B12 },
  { type: 'assign', blocks: ['b12.1'], zone: 'A' },
  { type: 'moveBoundary', zones: ['A', 'B'], line: ACROSS_B12 },
  { type: 'splitZone', zone: 'D', line: ACROSS_B12, newZone: 'residents' },
  { type: 'healBlock', block: 'b12' },
  { type: 'lockBlocks', blocks: ['b13'], locked: true },
  { type: 'renumberZone', zone: 'D', to: 'D1' },
  { type: 'restoreState', zones: [], blocks: [], cuts: [{ block: 'b00', ids: ['x', 'y'], line: [0, 0, 1, 1] }] },
  { type: 'mergeZones', zones: ['A', 'B'], into: 'A' },
];
const TABLE_MAPPING = { format: 'zuschnitt-table-mapping', version: 1, area: { columns: ['block'] }, date: { from: 'given' }, values: [{ column: 'residents', measure: 'residents' }], rules: [{ statistic: 'residents' }] };
const STEP: LeakCase = { bodies: [undefined] };
const READ: LeakCase = {};

/** By the name of the route. A route without a case fails the walk: whoever adds one says here what to ask it. */
export const CASES: Readonly<Record<string, LeakCase>> = {
  addAccount: { bodies: [{ account: 'neu', name: 'Neu', roles: ['planner'] }] },
  addPlanComment: { bodies: [{ text: 'Wie viele residents?', zone: 'A' }, { text: 'x', parent: 'keiner' }, { text: 1_300_021 }] },
  addPublicComment: { bodies: [{ text: 'residents', zone: 'A' }, { text: 'x', zone: 'residents' }, { text: 'x', at: [0, 0] }] },
  addRuleSet: { bodies: [{ source: 'test', rules: { threshold: 1, zeros: 'open' }, basis: 'keine' }, { source: 'test', rules: { threshold: 9, zeros: 'open', minimumDenominator: 30, noise: { largest: 6, variance: 2 } }, basis: 'keine' }] },
  addToken: { bodies: [{ name: 'x' }] },
  adoptPlan: { bodies: [{ validFrom: '2019-01-01' }, { validFrom: '2031-01-01' }] },
  approveRelease: STEP,
  askWhatIf: { bodies: [{ ...RELEASE, ruleSet: undefined, variants: [{ threshold: 1, zeros: 'open', method: 'suppress' }] }, { ...RELEASE, ruleSet: undefined, variants: [{ threshold: 1, method: 'cell-key' }] }] },
  auditRelease: STEP,
  beginIdentitySignIn: READ,
  changeSchoolSettings: { bodies: [{ version: 0 }, { version: 1_300_021 }] },
  changePassword: { bodies: [{ account: 'ohne', password: 'x', newPassword: 'y' }] },
  checkPlanAnnex: { queries: ['?variant=high'] },
  createGeography: { bodies: [{ geography: 'neu', name: { de: 'Neu', en: 'New' }, parent: null }] },
  createPlan: { bodies: [{ geography: 'stadtteil', name: 'Entwurf' }, { geography: 'stadtteil', name: 1_300_021 }, { name: 'Zweig', from: { plan: 'keiner' } }] },
  decidePlanComment: { bodies: [{ state: 'done' }, { state: 'hidden' }, { state: 'open' }] },
  deleteImportMapping: STEP,
  deletePlanComment: STEP,
  dismissJob: STEP,
  dropPreview: STEP,
  exportKomMonitorValues: READ,
  exportKomMonitorValuesOnDay: READ,
  filterKomMonitorGeoresources: { bodies: [{ ids: ['residents'], topicIds: [] }] },
  filterKomMonitorIndicators: { bodies: [{ ids: [], topicIds: ['residents'] }, { ids: 1_300_021 }] },
  finishIdentitySignIn: READ,
  getArchive: READ,
  getAssignment: READ,
  getCatchments: { queries: ['?numbers=annex'] },
  getConstantCutSeries: { queries: ['?statistic=residents', '?statistic=children', '?statistic=keine'] },
  getCoverage: READ,
  getFindingShapes: READ,
  getHealth: READ,
  getImportMapping: READ,
  getIndicatorValues: { queries: ['?geography=stadtteil', '?geography=stadtteil&version=1&form=cityShare', '?geography=stadtteil&version=each&form=locationQuotient', `?geography=stadtteil&form=change&since=${EARLIER}`, '?geography=residents'] },
  getIndicatorTrend: { queries: ['?geography=stadtteil', '?geography=stadtteil&version=1', `?geography=stadtteil&version=1&from=${EARLIER}&to=${DATE}`, '?geography=residents'] },
  getJob: READ,
  getJobResults: READ,
  getKomMonitorAppConfig: READ,
  getKomMonitorConfigAddresses: READ,
  getKomMonitorControlsConfig: READ,
  getKomMonitorFilterConfig: READ,
  getKomMonitorGeoresource: READ,
  getKomMonitorGeoresourceFeatures: READ,
  getKomMonitorGeoresourceOnDay: READ,
  getKomMonitorGeoresourceRows: READ,
  getKomMonitorGeoresourceSchema: READ,
  getKomMonitorHierarchy: READ,
  getKomMonitorIndicator: READ,
  getKomMonitorKeycloakConfig: READ,
  getKomMonitorLastModification: READ,
  getKomMonitorSpatialUnit: READ,
  getKomMonitorSpatialUnitFeatures: { queries: ['?simplifyGeometries=strong'] },
  getKomMonitorSpatialUnitOnDay: READ,
  getKomMonitorSpatialUnitSchema: READ,
  getKomMonitorTopic: READ,
  getKomMonitorTopicOrder: READ,
  getKomMonitorValues: { queries: ['?simplifyGeometries=strong'] },
  getKomMonitorValuesOnDay: READ,
  getKomMonitorValuesWithoutGeometry: READ,
  getKomMonitorZone: READ,
  getKomMonitorZoneRecord: READ,
  getInbox: READ,
  getLedger: READ,
  getLineage: READ,
  getMunicipality: READ,
  getPlan: READ,
  getPlanBlocks: READ,
  getPlanCatchments: { queries: ['?numbers=annex&variant=high', '?compare=plan:keiner'] },
  getPlanCounts: READ,
  getPlanDifference: { queries: ['?with=plan:keiner', '?with=base&blocks=true', '?version=0&statistics=residents,children'] },
  getPlanDisclosure: READ,
  getPlanFile: { queries: ['?format=geojson', '?format=geojson&layer=blocks', '?format=operations', '?format=operations&version=1'] },
  getPlanHistory: READ,
  getPlanPublicLink: READ,
  getPlanStreetDirectory: { queries: ['?format=html&list=letters', '?format=html&list=letter-counts', '?format=csv&list=letter-counts'] },
  getPlanZones: READ,
  getPreview: READ,
  getPublicPlan: READ,
  getReferenceLayer: READ,
  getRelease: READ,
  getReleaseCells: READ,
  getReleaseZones: READ,
  getResponsibleSchools: { queries: ['?street=Weg%200&houseNumber=1', '?street=Weg%200&houseNumber=1&plan=keiner'] },
  getSchoolSettings: READ,
  getSchoolReach: { queries: ['?limitM=500'] },
  getSession: READ,
  getSignatures: READ,
  getStreetDirectory: READ,
  getTypology: { queries: ['?geography=stadtteil', '?geography=stadtteil&version=1&catalogue=statistics&indicators=count-residents&classes=2', '?geography=stadtteil&version=1&catalogue=statistics&indicators=count-residents,count-children&classes=2', '?geography=residents'] },
  getZones: READ,
  grantClearance: { bodies: [{ clearance: 'block-counts', source: 'andere', purpose: 'x', expiresAt: null }] },
  importPlanFile: {
    bodies: [
      { format: 'csv', text: 'block,zone\nb05,A\nresidents,A\n', dryRun: true },
      { format: 'csv', text: `block,zone\nx,${1_300_021}\n` },
      { format: 'operations', text: JSON.stringify([{ type: 'renameZone', zone: 'residents', name: 'x' }]) },
    ],
  },
  importFile: { bodies: [undefined] },
  listAccess: READ,
  listAccounts: READ,
  listBaseMaps: READ,
  listBlockSets: READ,
  listFindings: READ,
  listGeographies: READ,
  listImportMappings: READ,
  listIndicators: READ,
  listJobs: READ,
  listKomMonitorGeoresources: READ,
  listKomMonitorHierarchies: READ,
  listKomMonitorHierarchiesOfSpatialUnit: READ,
  listKomMonitorHierarchyMembers: READ,
  listKomMonitorIndicators: READ,
  listKomMonitorScripts: READ,
  listKomMonitorSpatialUnits: READ,
  listKomMonitorTopics: { queries: ['?topicType=indicator'] },
  listKomMonitorWebServices: READ,
  listPlanComments: READ,
  listPlanCommentSteps: READ,
  listPlanHousing: READ,
  listPlanSnapshots: READ,
  listPlans: READ,
  listProposals: READ,
  listPublished: READ,
  listReferenceLayers: READ,
  listReleases: READ,
  listRuleSets: READ,
  listSchools: READ,
  listStatistics: READ,
  listTokens: READ,
  lookAtTable: { bodies: [{}, { mapping: TABLE_MAPPING, referenceDate: DATE }, { mapping: { rules: 1_300_021 } }] },
  makeSchoolDistances: STEP,
  namePlanVersion: { bodies: [{ name: 'Stand' }, { name: 'Beginn', version: 0 }, { name: 'Nie', version: 987_654 }] },
  operateOnPlan: { bodies: OPERATIONS },
  approvePlan: STEP,
  previewFile: { bodies: [undefined] },
  publishPlanAnnex: { bodies: [{ format: 'xlsx' }, { format: 'html', language: 'en', grades: 'all' }, { format: 1_300_021 }] },
  publishRelease: STEP,
  putPlanHousing: {
    bodies: [
      { name: 'Nord', blocks: ['b05'], dwellings: 40, ready: 2027, childrenPer100: [3, 3, 3, 3, 3, 3, 2, 2], source: 'test' },
      { name: 'Nord', blocks: ['residents'], dwellings: 1_300_021, ready: 2027, childrenPer100: [3], source: 'test' },
    ],
  },
  redoPlanStep: STEP,
  rejectPlan: STEP,
  removePlanHousing: STEP,
  requestRelease: { bodies: [RELEASE, { ...RELEASE, statistics: ['nirgends'] }] },
  restorePlan: { bodies: [{ version: 0 }, { version: 987_654 }, { snapshot: 'keiner' }] },
  replaceBaseMaps: { bodies: [{ baseMaps: [{ id: 'x', title: { de: 'x', en: 'x' }, type: 'xyz', url: 'http://example.org/{z}/{x}/{y}', attribution: 'x' }] }, { baseMaps: [] }] },
  revokeClearances: STEP,
  revokeTokens: STEP,
  saveImportMapping: { bodies: [TABLE_MAPPING, { ...TABLE_MAPPING, values: 1_300_021 }] },
  searchCatchmentAlternatives: { bodies: [{ seconds: 0.1, iterations: 100 }, { locks: { zones: ['nirgends'] } }] },
  searchAddresses: { queries: ['?q=Weg%200', '?q=1300021'] },
  setPassword: { bodies: [{ password: 'ein langes Wort' }] },
  setPlanPublicLink: { bodies: [{ open: false }, { open: true }] },
  setSignatures: { bodies: [{ required: ['statistics'] }] },
  setStanding: { bodies: [{ disabled: true }] },
  signIn: { bodies: [{ account: 'ohne', password: 'falsch' }] },
  signOut: STEP,
  streamPlanEvents: { streams: true },
  submitPlan: STEP,
  tellPresence: { bodies: [{ at: [8.46, 49.49], zone: 'A', tool: 'brush' }, { window: 'w', gone: true }, { zone: 1_300_021 }] },
  undoPlanStep: STEP,
  verifyLedger: READ,
  verifyRelease: { bodies: [{ decision: 'no-objection' }] },
  withdrawRelease: STEP,
};

/** Asked where the route declares every parameter in it. */
const QUERIES = ['?statistics=residents', `?statistics=residents&referenceDate=${EARLIER}`, '?format=csv', '?crs=EPSG:25832', '?f=json', '?threshold=1', `?date=${DATE}`, '?sort=residents'];
/** Declared by nobody: refused or passed over like every other such parameter, before the handler is called. */
const STRAY = "?residents=residents'%20or%201=1--";

/** None, those of QUERIES that the route knows, those of its case, and one that it does not know. */
function queriesOf({ query }: Route, { queries = [] }: LeakCase): readonly string[] {
  const declared = Object.keys(query?.shape ?? {});
  const known = (text: string) => [...new URLSearchParams(text).keys()].every((name) => declared.includes(name));
  return ['', ...QUERIES.filter(known), ...queries, STRAY];
}

export interface Walk {
  readonly routes: readonly Route[];
  readonly ask: (method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH', path: string, options: AskOptions) => Promise<Answer>;
  /** Path parameters by name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly cases: Readonly<Record<string, LeakCase>>;
  /** undefined: the public. */
  readonly callers: readonly (string | undefined)[];
}

export interface Heard {
  readonly question: string;
  readonly answer: Answer;
}

/** All answers, in an order that is the same for the same routes. A bug (500) fails, as it might hide a leak. */
export async function walk({ routes, ask, values, cases, callers }: Walk): Promise<Heard[]> {
  const heard: Heard[] = [];
  expect(routes.map(({ id }) => id).filter((id) => cases[id] === undefined), 'every route has a case in leak-walk.ts').toEqual([]);
  for (const as of callers) {
    for (const route of routes) {
      const { id, method, path: template } = route;
      const { bodies = [], streams } = cases[id]!;
      if (streams === true) continue;
      let paths = [template];
      for (const [name, some] of Object.entries(values)) {
        paths = paths.flatMap((path) => (path.includes(`{${name}}`) ? some.map((value) => path.replace(`{${name}}`, value)) : [path]));
      }
      for (const path of paths) {
        expect(path, 'every parameter has values').not.toContain('{');
        const queries = method === 'get' ? queriesOf(route, cases[id]!) : ['', STRAY];
        const questions = method === 'get' ? queries.map((query) => ({ query, body: undefined })) : bodies.flatMap((body) => queries.map((query) => ({ query, body })));
        expect(questions.length, `${id} is asked something`).toBeGreaterThan(0);
        for (const { query, body } of questions) {
          const options = { ...(as === undefined ? {} : { as }), ...(body === undefined ? {} : { body }), ifMatch: '*', redirect: 'manual' as const };
          const answer = await ask(method.toUpperCase() as 'GET', path + query, options);
          const question = `${as ?? 'public'}: ${method} ${path}${query}`;
          expect(answer.status, `${question}: ${answer.text.slice(0, 200)}`).not.toBe(500);
          heard.push({ question, answer });
        }
      }
    }
  }
  return heard;
}
