// The typed way to the server: one function a route, problems as ApiProblem, optimistic versions by If-Match.
import type {
  AdoptedVersion,
  Assignment,
  BaseMap,
  BlockSet,
  Geography,
  Municipality,
  Plan,
  PlanBlocks,
  PlanChange,
  PlanCounts,
  PlanDisclosure,
  PlanEvent,
  PlanHistoryEvent,
  PlanOperation,
  PlanSummary,
  ReferenceLayer,
  Release,
  ReleasedZoneProperties,
  Statistic,
  ZoneCollection,
} from './api-model.ts';
import type { FeatureCollection } from 'geojson';
import { ApiProblem, problemFrom } from './api-problem.ts';
import { csrfHeader } from './csrf.ts';
import { takeEarly } from './early-answers.ts';
import { openEventStream } from './event-stream.ts';

export * from './api-model.ts';
export { ApiProblem };

export interface ApiOptions {
  /** Address of the server without a closing slash; empty for the page's own. */
  readonly baseUrl?: string;
  /** Bearer token of a person who is not signed in by cookie: a page of somebody else's. */
  readonly token?: string | undefined;
}

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Version that the change builds on. */
  readonly ifMatch?: number;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** An event of a plan's stream beside its operations: `presence`, `comment`, `snapshot`. */
export type PlanNoticeListener = (event: string, data: unknown) => void;

export interface PlanEventHandlers {
  readonly onOperation: (event: PlanEvent) => void;
  readonly onConnection?: (connected: boolean) => void;
  readonly onRefused?: (problem: ApiProblem) => void;
}

export class Api {
  private readonly baseUrl: string;
  /** Hear what the open plan's stream says beside its operations. */
  readonly planNotices = new Set<PlanNoticeListener>();
  private readonly authorization: Readonly<Record<string, string>>;

  constructor(options: ApiOptions = {}) {
    this.baseUrl = (options.baseUrl ?? '').replace(/\/+$/, '');
    this.authorization = options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` };
  }

  /** Absolute or page-relative address of a route, for links and downloads. */
  url(path: string, query: RequestOptions['query'] = {}): string {
    const pairs = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== undefined);
    const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString();
    return `${this.baseUrl}${path}${search === '' ? '' : `?${search}`}`;
  }

  /** Throws ApiProblem for any answer that is not ok, and for none at all; an abort stays an AbortError. */
  async request(path: string, options: RequestOptions = {}): Promise<Response> {
    const method = options.method ?? 'GET';
    const headers: Record<string, string> = { Accept: 'application/json', ...this.authorization, ...(method === 'GET' ? {} : csrfHeader()) };
    if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
    if (options.body !== undefined) headers['Content-Type'] = 'application/json';
    let response: Response;
    try {
      const url = this.url(path, options.query);
      response = await ((method === 'GET' && headers.Authorization === undefined ? takeEarly(url) : null) ?? fetch(url, {
        method,
        headers,
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiProblem({ status: 0, code: 'offline', title: 'No connection', cause: error });
    }
    if (!response.ok) throw await problemFrom(response);
    return response;
  }

  async json<T>(path: string, options?: RequestOptions): Promise<T> {
    return (await (await this.request(path, options)).json()) as T;
  }

  municipality = (): Promise<Municipality> => this.json('/municipality');
  blockSets = async (): Promise<readonly BlockSet[]> => (await this.json<{ blockSets: BlockSet[] }>('/block-sets')).blockSets;

  /** Bytes for core/coverage/encode.ts: geometry only, immutable, never counts. */
  async coverage(blockSet: number, signal?: AbortSignal): Promise<ArrayBuffer> {
    return (await this.request(`/block-sets/${blockSet}/coverage`, { signal })).arrayBuffer();
  }

  async geographies(date?: string): Promise<readonly Geography[]> {
    return (await this.json<{ geographies: Geography[] }>('/geographies', { query: { date } })).geographies;
  }

  /** Zones in projected coordinates of `epsg`, or in CRS84 without it. */
  geographyZones = (geography: string, version: number, epsg?: number): Promise<ZoneCollection> =>
    this.json(`/geographies/${segment(geography)}/versions/${version}/zones`, { query: { crs: crsName(epsg) } });

  assignment = (geography: string, version: number): Promise<Assignment> =>
    this.json(`/geographies/${segment(geography)}/versions/${version}/assignment`);

  statistics = async (): Promise<readonly Statistic[]> => (await this.json<{ statistics: Statistic[] }>('/statistics')).statistics;

  /** None unless an administrator named some. */
  baseMaps = async (): Promise<readonly BaseMap[]> => (await this.json<{ baseMaps: BaseMap[] }>('/base-maps')).baseMaps;

  referenceLayers = async (): Promise<readonly ReferenceLayer[]> =>
    (await this.json<{ layers: ReferenceLayer[] }>('/reference-layers')).layers;

  referenceLayer = (layer: string, epsg?: number): Promise<FeatureCollection> =>
    this.json(`/reference-layers/${segment(layer)}`, { query: { crs: crsName(epsg) } });

  releases = async (): Promise<readonly Release[]> => (await this.json<{ releases: Release[] }>('/releases')).releases;

  /** `onProgress` hears the fraction of bytes that came, where the server says how many there are. */
  async releaseZones(release: string, epsg?: number, signal?: AbortSignal, onProgress?: (fraction: number) => void): Promise<ZoneCollection<ReleasedZoneProperties>> {
    const response = await this.request(`/releases/${segment(release)}/zones`, { query: { crs: crsName(epsg) }, signal });
    return JSON.parse(await readText(response, onProgress)) as ZoneCollection<ReleasedZoneProperties>;
  }

  plans = async (): Promise<readonly PlanSummary[]> => (await this.json<{ plans: PlanSummary[] }>('/plans')).plans;
  /** `from`: a branch that begins as another plan is, or was at a version. */
  createPlan = (plan: { geography: string; name: string; validFrom?: string; from?: { plan: string; version?: number } }): Promise<Plan> =>
    this.json('/plans', { method: 'POST', body: plan });
  plan = (plan: string, statistics?: readonly string[], referenceDate?: string): Promise<Plan> =>
    this.json(`/plans/${segment(plan)}`, { query: { statistics: statistics?.join(','), referenceDate } });
  /** As it is now, or as it was at a version. */
  planBlocks = (plan: string, version?: number): Promise<PlanBlocks> => this.json(`/plans/${segment(plan)}/blocks`, { query: { version } });
  /** Outlines in the municipality's plane. */
  planZones = (plan: string, epsg: number): Promise<FeatureCollection> => this.json(`/plans/${segment(plan)}/zones`, { query: { crs: crsName(epsg) } });
  planCounts = (plan: string, statistics: readonly string[], referenceDate?: string): Promise<PlanCounts> =>
    this.json(`/plans/${segment(plan)}/counts`, { query: { statistics: statistics.join(','), referenceDate } });
  planDisclosure = (plan: string, statistics: readonly string[], referenceDate?: string, repairsFor?: string): Promise<PlanDisclosure> =>
    this.json(`/plans/${segment(plan)}/disclosure`, { query: { statistics: statistics.join(','), referenceDate, repairsFor } });
  planHistory = async (plan: string): Promise<readonly PlanHistoryEvent[]> =>
    (await this.json<{ events: PlanHistoryEvent[] }>(`/plans/${segment(plan)}/history`)).events;

  /** Throws ApiProblem 412 with `version` where another change came first; then nothing was changed. */
  operate = (plan: string, version: number, operation: PlanOperation, statistics?: readonly string[], referenceDate?: string): Promise<PlanChange> =>
    this.json(`/plans/${segment(plan)}/operations`, {
      method: 'POST',
      body: operation,
      ifMatch: version,
      query: { statistics: statistics?.join(','), referenceDate },
    });

  /** `undo`, `redo`, `submit`, `approve` or `reject`, each on a known version. */
  planAction = (plan: string, version: number, action: 'undo' | 'redo' | 'submit' | 'approve' | 'reject'): Promise<PlanChange> =>
    this.json(`/plans/${segment(plan)}/${action}`, { method: 'POST', body: {}, ifMatch: version });

  adoptPlan = (plan: string, version: number, validFrom: string): Promise<AdoptedVersion> =>
    this.json(`/plans/${segment(plan)}/adopt`, { method: 'POST', body: { validFrom }, ifMatch: version });

  /** Changes of a plan as they happen, after `lastVersion` without a hole; returns what closes the stream. */
  planEvents(plan: string, lastVersion: number | undefined, handlers: PlanEventHandlers): () => void {
    return openEventStream(this.url(`/plans/${segment(plan)}/events`), lastVersion?.toString(), {
      headers: () => ({ ...this.authorization }),
      onEvent: ({ event, data }) => {
        if (event === 'operation') handlers.onOperation(JSON.parse(data) as PlanEvent);
        else for (const listener of this.planNotices) listener(event, JSON.parse(data));
      },
      ...(handlers.onConnection === undefined ? {} : { onConnection: handlers.onConnection }),
      onRefused: (response) => void problemFrom(response).then((problem) => handlers.onRefused?.(problem)),
    });
  }
}

async function readText(response: Response, onProgress: ((fraction: number) => void) | undefined): Promise<string> {
  const total = Number(response.headers.get('content-length') ?? 0);
  if (onProgress === undefined || response.body === null || !(total > 0)) return response.text();
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = '';
  for (let received = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    received += value.byteLength;
    text += decoder.decode(value, { stream: true });
    onProgress(Math.min(1, received / total));
  }
}

const segment = encodeURIComponent;
const crsName = (epsg: number | undefined) => (epsg === undefined ? undefined : `EPSG:${epsg}`);
