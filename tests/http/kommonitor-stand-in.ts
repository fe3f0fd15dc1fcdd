// A Data Management and its Keycloak on loopback for tests of the push: KomMonitor's wire format with its rules of updates, its strictness and its traps.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Feature, FeatureCollection } from 'geojson';

interface Record_ {
  readonly id: string;
  feature: Feature;
  start: string;
  end: string | null;
}

interface Level {
  readonly overview: Record<string, unknown> & { readonly spatialUnitId: string; readonly spatialUnitLevel: string };
  records: Record_[];
}

interface Indicator {
  readonly overview: Record<string, unknown> & { readonly indicatorId: string };
  /** By name of the level, then by zone id and date. */
  readonly values: Map<string, Map<string, Map<string, number | null>>>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  // Tests look into bodies of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export const USER = { username: 'redaktion', password: 'nicht weitersagen' };
export const CLIENT = { id: 'zuschnitt', secret: 'auch das nicht' };

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

export class StandIn {
  readonly asked: Asked[] = [];
  levels: Level[] = [];
  indicators: Indicator[] = [];
  topics: unknown[] = [];
  /** Answers of the next requests instead of the true one: a status, or `drop` for a connection that breaks off after the work is done; null is none. */
  trouble: (number | 'drop' | null)[] = [];
  tokensGiven = 0;
  private readonly tokens = new Set<string>();
  private http!: Server;
  private records = 0;
  url!: string;

  async start(): Promise<void> {
    this.http = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  get tokenUrl(): string {
    return `${this.url}/realms/kommonitor/protocol/openid-connect/token`;
  }

  /** Every token that is out ends now. */
  endTokens(): void {
    this.tokens.clear();
  }

  /** The records of a level as a client sees them. */
  features(level: string): Feature[] {
    return this.levels.find(({ overview }) => overview.spatialUnitLevel === level)!.records.map((record) => featureOf(record));
  }

  /** What a map of one day shows: the query of indicators leaves out a zone that ends on the very day. */
  onDay(code: string, level: string, day: string): Record<string, unknown>[] {
    const { values } = this.indicators.find(({ overview }) => overview.abbreviation === code)!;
    return this.join(values.get(level) ?? new Map(), level, (record) => record.start <= day && (record.end === null || record.end > day));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = request.url!;
    if (path.startsWith('/realms/')) return this.giveToken(new URLSearchParams(text), response);
    const trouble = this.trouble.shift();
    if (typeof trouble === 'number') return send(response, trouble, { label: 'trouble', message: 'later', type: 'x' });
    if (!this.tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))) return send(response, 401, { label: 'Unauthorized' });
    const body = text === '' ? null : (JSON.parse(text) as Record<string, unknown>);
    this.asked.push({ method: request.method!, path, body });
    let made: { status: number; json?: unknown; location?: string };
    try {
      made = this.work(request.method!, decodeURI(path).replace('/management', ''), body);
    } catch (error) {
      made = { status: 500, json: { label: 'Internal Server Error', message: (error as Error).message, type: 'java.lang.NullPointerException' } };
    }
    if (trouble === 'drop') return void response.destroy();
    send(response, made.status, made.json, made.location);
  }

  private giveToken(form: URLSearchParams, response: ServerResponse): void {
    const byPassword = form.get('grant_type') === 'password' && form.get('client_id') === 'kommonitor-web-client' && form.get('username') === USER.username && form.get('password') === USER.password;
    const byClient = form.get('grant_type') === 'client_credentials' && form.get('client_id') === CLIENT.id && form.get('client_secret') === CLIENT.secret;
    if (!byPassword && !byClient) return send(response, 401, { error: 'invalid_grant', error_description: 'Invalid user credentials' });
    const token = randomUUID();
    this.tokens.add(token);
    this.tokensGiven++;
    send(response, 200, { access_token: token, expires_in: 300, token_type: 'Bearer' });
  }

  private work(method: string, path: string, body: Record<string, unknown> | null): { status: number; json?: unknown; location?: string } {
    const [list, id, more, third, , record] = path.slice(1).split('/');
    if (method === 'GET' && list === 'topics') return { status: 200, json: this.topics };
    if (list === 'spatial-units') {
      if (method === 'GET' && id === undefined) return { status: 200, json: this.levels.map((level) => ({ ...level.overview, availablePeriodsOfValidity: periodsOf(level) })) };
      if (method === 'POST') return this.addLevel(body!);
      const level = this.levels.find(({ overview }) => overview.spatialUnitId === id);
      if (level === undefined) return { status: 404, json: { label: 'Not Found' } };
      if (method === 'GET' && more === 'allFeatures') {
        if (level.records.length === 0) throw new Error('no features');
        return { status: 200, json: { type: 'FeatureCollection', features: level.records.map(featureOf) } };
      }
      if (method === 'PUT' && more === undefined) return this.update(level, body!);
      if (method === 'PUT' && more === 'singleFeature') {
        const feature = body as unknown as Feature;
        const found = level.records.find((one) => one.id === record && one.feature.properties!.ID === third);
        if (found === undefined) throw new Error('no such record');
        found.feature = feature;
        found.start = feature.properties!.validStartDate as string;
        found.end = feature.properties!.validEndDate as string | null;
        return { status: 200 };
      }
    }
    if (list === 'indicators') {
      if (method === 'GET' && id === undefined) return { status: 200, json: this.indicators.map((one) => ({ ...one.overview, ...this.applicable(one) })) };
      if (method === 'POST') return this.addIndicator(body!);
      const indicator = this.indicators.find(({ overview }) => overview.indicatorId === id);
      if (indicator === undefined) return { status: 404, json: { label: 'Not Found' } };
      if (method === 'PUT') return this.putValues(indicator, body!);
      if (method === 'GET' && third === 'without-geometry') {
        const level = this.levels.find(({ overview }) => overview.spatialUnitId === more)!.overview.spatialUnitLevel;
        const rows = this.join(indicator.values.get(level)!, level, () => true);
        if (rows.length === 0) throw new Error('no features');
        return { status: 200, json: rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]))) };
      }
    }
    return { status: 405 };
  }

  private addLevel(body: Record<string, unknown>) {
    const { spatialUnitLevel, geoJsonString, periodOfValidity, metadata, ownerId, isPublic, permissions } = body;
    if (typeof geoJsonString !== 'string' || metadata === null || typeof ownerId !== 'string' || typeof isPublic !== 'boolean' || !Array.isArray(permissions)) throw new Error('a required field is missing');
    if (this.levels.some(({ overview }) => overview.spatialUnitLevel === spatialUnitLevel)) return { status: 409, json: { label: 'Conflict' } };
    const level: Level = { overview: { ...body, geoJsonString: undefined, spatialUnitId: randomUUID(), spatialUnitLevel: spatialUnitLevel as string }, records: [] };
    this.levels.push(level);
    const { startDate, endDate } = periodOfValidity as { startDate: string; endDate?: string };
    for (const feature of (JSON.parse(geoJsonString) as FeatureCollection).features) this.insert(level, feature, startDate, endDate ?? null);
    return { status: 201, json: { ...level.overview, availablePeriodsOfValidity: periodsOf(level) }, location: `/management/spatial-units/${level.overview.spatialUnitId}` };
  }

  private insert(level: Level, feature: Feature, start: string, end: string | null): void {
    if (typeof feature.properties?.ID !== 'string' || typeof feature.properties.NAME !== 'string') throw new Error('ID and NAME are missing');
    level.records.push({ id: `SPATIAL_UNIT_9.${++this.records}`, feature, start, end });
  }

  /** Matched by ID: same geometry and properties stretch the period; changed ones end the old row; a full update ends or deletes what is missing. */
  private update(level: Level, body: Record<string, unknown>) {
    if (typeof body.isPartialUpdate !== 'boolean') throw new Error('isPartialUpdate is null');
    const { startDate, endDate = null } = body.periodOfValidity as { startDate: string; endDate?: string };
    const { features } = JSON.parse(body.geoJsonString as string) as FeatureCollection;
    const named = new Set(features.map(({ properties }) => properties!.ID));
    for (const feature of features) {
      const old = level.records.filter((record) => record.feature.properties!.ID === feature.properties!.ID).at(-1);
      if (old === undefined) this.insert(level, feature, startDate, endDate);
      else if (JSON.stringify(old.feature.geometry) === JSON.stringify(feature.geometry) && old.feature.properties!.NAME === feature.properties!.NAME) {
        old.start = old.start < startDate ? old.start : startDate;
        old.end = endDate;
      } else if (old.start === startDate) {
        old.feature = feature;
        old.end = endDate;
      } else {
        old.end = dayBefore(startDate);
        this.insert(level, feature, startDate, endDate);
      }
    }
    if (body.isPartialUpdate === false) {
      level.records = level.records.filter((record) => named.has(record.feature.properties!.ID) || record.start < startDate);
      for (const record of level.records) if (!named.has(record.feature.properties!.ID) && (record.end === null || record.end >= startDate)) record.end = dayBefore(startDate);
    }
    return { status: 200 };
  }

  private addIndicator(body: Record<string, unknown>) {
    for (const field of ['datasetName', 'unit', 'creationType', 'interpretation', 'topicReference', 'refrencesToGeoresources', 'refrencesToOtherIndicators', 'ownerId', 'metadata']) if (body[field] === undefined) throw new Error(`${field} is null`);
    const { datasetName, ...rest } = body;
    const indicator: Indicator = { overview: { ...rest, indicatorId: randomUUID(), indicatorName: datasetName }, values: new Map() };
    this.indicators.push(indicator);
    return { status: 201, json: indicator.overview, location: `/management/indicators/${indicator.overview.indicatorId}` };
  }

  private putValues(indicator: Indicator, body: Record<string, unknown>) {
    const level = body.applicableSpatialUnit as string;
    if (!this.levels.some(({ overview }) => overview.spatialUnitLevel === level)) throw new Error(`no spatial unit level ${level}`);
    const table = indicator.values.get(level) ?? new Map<string, Map<string, number | null>>();
    indicator.values.set(level, table);
    for (const { spatialReferenceKey, valueMapping } of body.indicatorValues as { spatialReferenceKey: string; valueMapping: { timestamp: string; indicatorValue: number | null }[] }[]) {
      const row = table.get(spatialReferenceKey) ?? new Map<string, number | null>();
      table.set(spatialReferenceKey, row);
      for (const { timestamp, indicatorValue } of valueMapping) row.set(timestamp, indicatorValue);
    }
    return { status: 200 };
  }

  private applicable({ values }: Indicator) {
    const dates = new Set([...values.values()].flatMap((table) => [...table.values()].flatMap((row) => [...row.keys()])));
    const units = [...values.keys()].map((name) => ({ spatialUnitId: this.levels.find(({ overview }) => overview.spatialUnitLevel === name)!.overview.spatialUnitId, spatialUnitName: name }));
    return { applicableDates: [...dates].toSorted(), applicableSpatialUnits: units };
  }

  /** By ID alone: nothing there knows which outline a number belongs to. */
  private join(table: Map<string, Map<string, number | null>>, level: string, takes: (record: Record_) => boolean): Record<string, unknown>[] {
    const dates = [...new Set([...table.values()].flatMap((row) => [...row.keys()]))];
    return this.levels
      .find(({ overview }) => overview.spatialUnitLevel === level)!
      .records.filter((record) => takes(record) && table.has(record.feature.properties!.ID as string))
      .map((record) => ({ ...featureOf(record).properties, ...Object.fromEntries(dates.map((date) => [`DATE_${date}`, table.get(record.feature.properties!.ID as string)!.get(date) ?? null])) }));
  }
}

const featureOf = ({ id, feature, start, end }: Record_): Feature => ({ ...feature, id, properties: { ...feature.properties, validStartDate: start, validEndDate: end } });

function periodsOf({ records }: Level) {
  const periods = new Map(records.map(({ start, end }) => [`${start} ${end}`, end === null ? { startDate: start } : { startDate: start, endDate: end }]));
  return [...periods.values()];
}

function send(response: ServerResponse, status: number, json?: unknown, location?: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...(location === undefined ? {} : { Location: location }) });
  response.end(json === undefined ? '' : JSON.stringify(json));
}
