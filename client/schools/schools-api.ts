// The routes of schools, catchments, alternatives and addresses.
import type { Api, JobStatus } from '../api.ts';
import type { Alternatives, AnnexCheck, DrawnHousing, Effects, FoundAddress, Responsible, Schools, SchoolReach, SchoolSettings, SearchWish } from './model.ts';
import type { Variant } from './place.ts';

const segment = encodeURIComponent;
const asked = (numbers: EffectsQuery['numbers']) => (numbers === 'all' ? undefined : numbers);

const ofGrades = (grades: EffectsQuery['grades']) => (grades === 'entry' ? undefined : grades);

export interface EffectsQuery {
  readonly variant: Variant;
  readonly compare?: string | undefined;
  readonly numbers: 'all' | 'annex';
  readonly grades: 'entry' | 'all';
  readonly from?: number | undefined;
  readonly limit?: number | undefined;
}

export class SchoolsApi {
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  schools = (date?: string): Promise<Schools> => this.api.json('/schools', { query: { date } });
  settings = (): Promise<SchoolSettings> => this.api.json('/school-settings');
  /** Länder are told, not set. Throws ApiProblem 409 where somebody else was faster. */
  keepSettings = (settings: SchoolSettings): Promise<SchoolSettings> => this.api.json('/school-settings', { method: 'PUT', body: { ...settings, landRules: undefined } });

  effects = (plan: string, { variant, compare, numbers, grades, from, limit }: EffectsQuery): Promise<Effects> => this.api.json(`/plans/${segment(plan)}/catchments`, { query: { variant, compare, numbers: asked(numbers), grades: ofGrades(grades), from, limitM: limit } });
  effectsInForce = (geography: string, version: number, { variant, numbers, grades, limit }: EffectsQuery): Promise<Effects> =>
    this.api.json(`/geographies/${segment(geography)}/versions/${version}/catchments`, { query: { variant, numbers: asked(numbers), grades: ofGrades(grades), limitM: limit } });

  housing = async (plan: string): Promise<readonly DrawnHousing[]> => (await this.api.json<{ housing: DrawnHousing[] }>(`/plans/${segment(plan)}/housing`)).housing;
  putHousing = (plan: string, housing: string, area: object): Promise<DrawnHousing> => this.api.json(`/plans/${segment(plan)}/housing/${segment(housing)}`, { method: 'PUT', body: area });
  removeHousing = async (plan: string, housing: string): Promise<void> => void (await this.api.request(`/plans/${segment(plan)}/housing/${segment(housing)}`, { method: 'DELETE' }));

  reach = (school: string, limitM: number, blockSet: number): Promise<SchoolReach> => this.api.json(`/schools/${segment(school)}/reach`, { query: { limitM, blockSet } });

  /** Ids of jobs. */
  computeDistances = (): Promise<string> => this.started('/school-distances', {});
  search = (plan: string, variant: Variant, { locks, ...wish }: SearchWish): Promise<string> => this.started(`/plans/${segment(plan)}/catchment-alternatives`, { ...wish, variant, locks: { zones: locks } });

  private async started(path: string, body: unknown): Promise<string> {
    const answer = await this.api.request(path, { method: 'POST', body });
    const job = (answer.headers.get('location') ?? '').split('/').at(-1) ?? '';
    if (job === '') throw new Error(`POST ${path} did not name its job`);
    return decodeURIComponent(job);
  }

  job = (job: string): Promise<JobStatus> => this.api.json(`/jobs/${segment(job)}`);
  stop = (job: string): Promise<JobStatus> => this.api.json(`/jobs/${segment(job)}`, { method: 'DELETE' });
  results = (job: string): Promise<Alternatives> => this.api.json(`/jobs/${segment(job)}/results`);

  addresses = async (q: string, signal?: AbortSignal): Promise<readonly FoundAddress[]> =>
    (await this.api.json<{ addresses: FoundAddress[] }>('/addresses', { query: { q }, signal })).addresses;
  responsible = (street: string, houseNumber: string, date: string, plan?: string): Promise<Responsible> =>
    this.api.json('/responsible-schools', { query: { street, houseNumber, date, plan } });

  /** What a file of the annex would hold; publishes nothing. */
  checkAnnex = (plan: string, { variant, compare, grades, from, limit }: Omit<EffectsQuery, 'numbers'>): Promise<AnnexCheck> =>
    this.api.json(`/plans/${segment(plan)}/annex`, { query: { variant, compare, grades: ofGrades(grades), from, limitM: limit } });
  /** The file of what the page shows, in its language; exact numbers are recorded as published. */
  publishAnnex = async (plan: string, format: 'xlsx' | 'pdf' | 'html', { variant, compare, grades, from, limit }: Omit<EffectsQuery, 'numbers'>, language: string): Promise<Blob> =>
    (await this.api.request(`/plans/${segment(plan)}/annex`, { method: 'POST', body: { format, variant, compare, grades, from, limitM: limit, language } })).blob();
  /** Address of a file. `letters`: addresses whose school changes, to write to. */
  directory = (plan: string, format: 'csv' | 'xlsx' | 'pdf' | 'html', list: 'directory' | 'letters' | 'letter-counts', language: string): string =>
    this.api.url(`/plans/${segment(plan)}/street-directory`, { format, list, language });
}
