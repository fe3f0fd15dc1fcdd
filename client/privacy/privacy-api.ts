// The routes of the desk: releases and their audits, the ledger, rule sets, earlier publications, who saw block counts.
import type { FeatureCollection } from 'geojson';
import type { Api } from '../api.ts';
import type { CreateRelease, Signatures } from '../api-types.ts';
import type { AccessEntry, DeskRelease, Findings, Ledger, LedgerCheck, NewRules, Proposals, Publications, RuleSetVersion, Variant, VariantLoss } from './model.ts';

const segment = encodeURIComponent;

export class PrivacyApi {
  private readonly api: Api;

  constructor(api: Api) {
    this.api = api;
  }

  private async get<T>(path: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<T> {
    return (await (await this.api.request(path, { query })).json()) as T;
  }

  private async post<T>(path: string, body: unknown): Promise<T> {
    return (await (await this.api.request(path, { method: 'POST', body })).json()) as T;
  }

  releases = async (): Promise<readonly DeskRelease[]> => (await this.get<{ releases: DeskRelease[] }>('/releases')).releases;
  release = (id: string): Promise<DeskRelease> => this.get(`/releases/${segment(id)}`);

  request = (wish: CreateRelease): Promise<DeskRelease> => this.post('/releases', wish);
  /** `acceptEarlier`: although findings follow from what was public before, for the reason given. */
  verify = (id: string, decision: 'no-objection' | 'objection', reason?: string, acceptEarlier = false): Promise<DeskRelease> =>
    this.post(`/releases/${segment(id)}/verify`, reason === undefined ? { decision } : { decision, reason, acceptEarlier });
  /** `publish` false: signed only, to be published later. */
  approve = (id: string, publish: boolean): Promise<DeskRelease> => this.post(`/releases/${segment(id)}/approve`, { publish });
  auditAgain = (id: string): Promise<DeskRelease> => this.post(`/releases/${segment(id)}/audit`, undefined);
  publish = (id: string): Promise<DeskRelease> => this.post(`/releases/${segment(id)}/publish`, undefined);
  withdraw = (id: string): Promise<DeskRelease> => this.post(`/releases/${segment(id)}/withdraw`, undefined);

  /** Needs the clearance; who looked is kept. */
  findings = (id: string): Promise<Findings> => this.get(`/releases/${segment(id)}/findings`);
  /** Slivers in the CRS `epsg`, each with the ids of its findings. */
  findingShapes = (id: string, epsg: number): Promise<FeatureCollection> =>
    this.get(`/releases/${segment(id)}/findings/shapes`, { crs: `EPSG:${epsg}` });
  proposals = (id: string): Promise<Proposals> => this.get(`/releases/${segment(id)}/proposals`);

  whatIf = async (release: Pick<DeskRelease, 'geography' | 'version' | 'statistics' | 'referenceDates'>, variants: readonly Variant[]): Promise<readonly VariantLoss[]> => {
    const { geography, version, statistics, referenceDates } = release;
    return (await this.post<{ variants: VariantLoss[] }>('/releases/what-if', { geography, version, statistics, referenceDates, variants })).variants;
  };

  signatures = async (): Promise<Signatures['required']> => (await this.get<Signatures>('/signatures')).required;
  setSignatures = async (required: Signatures['required']): Promise<Signatures['required']> =>
    ((await (await this.api.request('/signatures', { method: 'PUT', body: { required } })).json()) as Signatures).required;

  ledger = (): Promise<Ledger> => this.get('/ledger');
  verifyLedger = (head?: string): Promise<LedgerCheck> => this.get('/ledger/verify', { head });

  ruleSets = async (): Promise<readonly RuleSetVersion[]> => (await this.get<{ ruleSets: RuleSetVersion[] }>('/rule-sets')).ruleSets;
  addRuleSet = (source: string, rules: NewRules, basis: string): Promise<RuleSetVersion> => this.post('/rule-sets', { source, rules, basis });

  published = (): Promise<Publications> => this.get('/published');
  accessLog = async (): Promise<readonly AccessEntry[]> => (await this.get<{ entries: AccessEntry[] }>('/access-log')).entries;
}
