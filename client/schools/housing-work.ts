// New housing of the plan that is shown: its areas, the one that is being drawn or changed, and how it goes to the server.
import proj4 from 'proj4';
import type { Polygon } from 'geojson';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { outlineToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { t } from '../i18n/i18n.ts';
import { NONE, problemOf, settled, valueOf, type Loaded } from '../loaded.ts';
import type { CornerMove, CornerStop } from './layers/corner-handles.ts';
import type { Drawing, HousingSign } from './layers/housing-layer.ts';
import type { DrawnHousing } from './model.ts';
import type { SchoolsApi } from './schools-api.ts';
import type { SchoolsSession } from './schools-session.ts';

type Place = readonly [number, number];

/** As it is being changed; corners in the plane. */
export interface HousingDraft extends Omit<DrawnHousing, 'area' | 'shares'> {
  /** null: blocks are chosen. */
  readonly corners: readonly Place[] | null;
}

/** Ages that the form asks for; older children have left a primary school. */
export const AGES = 10;

export interface HousingEvents {
  changed(): void;
  say(words: string): void;
  /** The forecast has to be asked for anew. */
  kept(words: string): void;
}

export class HousingWork {
  list: Loaded<readonly DrawnHousing[]> = NONE;
  draft: HousingDraft | undefined;
  drawing: Drawing | null = null;
  problem = '';
  private plan = '';
  /** Corners before each change of them, the latest last. */
  private earlier: (readonly Place[])[] = [];
  /** The corner that keys are moving: until it is left all of it is one change. */
  private run = -1;
  private kept: { list: unknown; without: string; town: unknown; signs: readonly HousingSign[] } | undefined;
  private readonly api: SchoolsApi;
  private readonly session: SchoolsSession;
  private readonly events: HousingEvents;

  constructor(api: SchoolsApi, session: SchoolsSession, events: HousingEvents) {
    this.api = api;
    this.session = session;
    this.events = events;
  }

  /** Those of the plan that is shown, once. */
  async follow(): Promise<void> {
    const plan = this.session.plan?.plan ?? '';
    if (plan === this.plan) return;
    Object.assign(this, { plan, draft: undefined, drawing: null, problem: '', list: NONE });
    if (plan !== '') await this.reload();
  }

  private async reload(): Promise<void> {
    const { plan } = this;
    const list = await settled(this.api.housing(plan));
    if (plan !== this.plan) return;
    this.list = list;
    this.events.changed();
  }

  /** What the map shows: areas as they were drawn, of chosen blocks their outline; the one in hand as it is now. */
  get signs(): readonly HousingSign[] {
    const { draft } = this;
    const inHand: HousingSign[] = draft === undefined || this.drawing !== null ? [] : [{ housing: draft.housing, name: draft.name, rings: draft.corners === null ? this.outlineOf(draft.blocks) : [draft.corners], inHand: true }];
    return [...this.signsWithout(draft?.housing ?? ''), ...inHand];
  }

  /** Outlines of blocks are looked for once, not at each step of a corner. */
  private signsWithout(draft: string): readonly HousingSign[] {
    const { list, kept, session } = this;
    if (kept !== undefined && kept.list === list && kept.without === draft && kept.town === session.town) return kept.signs;
    const signs = (valueOf(list) ?? []).filter(({ housing }) => housing !== draft).map(({ housing, name, area, blocks }): HousingSign => ({ housing, name, rings: area === null ? this.outlineOf(blocks) : (area as unknown as Polygon).coordinates.map((ring) => ring.map(([x, y]) => session.toPlane([x!, y!]))) }));
    this.kept = { list, without: draft, town: session.town, signs };
    return signs;
  }

  private outlineOf(blocks: readonly string[]): readonly (readonly Place[])[] {
    const coverage = this.session.town?.stand?.coverage;
    if (coverage === undefined) return [];
    const chosen = new Set(blocks);
    const dissolver = createDissolver(coverage, Int32Array.from(coverage.ids, (id) => (chosen.has(id) ? 0 : -1)), 1);
    return outlineToGeoJson(dissolver.outlines([0]), 0).coordinates.flat() as unknown as Place[][];
  }

  add(): void {
    const taken = new Set((valueOf(this.list) ?? []).map(({ housing }) => housing));
    let number = taken.size + 1;
    while (taken.has(`neubau-${number}`)) number++;
    const ready = this.session.shown?.years[1] ?? new Date().getFullYear() + 1;
    this.open({ housing: `neubau-${number}`, name: t('schools.housingName', { number: String(number) }), dwellings: 0, ready, childrenPer100: Array.from({ length: AGES }, () => 0), source: '', corners: null, blocks: [] });
  }

  edit({ housing, name, dwellings, ready, childrenPer100, source, area, blocks }: DrawnHousing): void {
    const corners = area === null ? null : (area as unknown as Polygon).coordinates[0]!.slice(0, -1).map(([x, y]) => this.session.toPlane([x!, y!]));
    this.open({ housing, name, dwellings, ready, childrenPer100, source, corners, blocks: area === null ? blocks : [] });
  }

  private open(draft: HousingDraft): void {
    Object.assign(this, { draft, drawing: null, problem: '', earlier: [], run: -1 });
    this.events.changed();
  }

  change(part: Partial<HousingDraft>): void {
    if (this.draft !== undefined) Object.assign(this, { draft: { ...this.draft, ...part }, problem: '' });
    this.events.changed();
  }

  close(): void {
    Object.assign(this, { draft: undefined, drawing: null, problem: '' });
    this.events.changed();
  }

  /** Begins the outline anew. */
  beginDrawing(): void {
    this.drawing = { corners: [], cursor: null };
    this.events.changed();
  }

  corner(place: Place): void {
    if (this.drawing === null) return;
    this.drawing = { ...this.drawing, corners: [...this.drawing.corners, place] };
    this.events.changed();
  }

  cursor(place: Place): void {
    if (this.drawing !== null) this.drawing = { ...this.drawing, cursor: place };
    this.events.changed();
  }

  back(): void {
    if (this.drawing !== null) this.drawing = { ...this.drawing, corners: this.drawing.corners.slice(0, -1) };
    this.events.changed();
  }

  /** The outline is whole from three corners on. */
  finish(): boolean {
    const corners = this.drawing?.corners ?? [];
    if (corners.length < 3) return false;
    this.drawing = null;
    this.remember();
    this.change({ corners, blocks: [] });
    return true;
  }

  /** Corners that can be moved now; null where none can. */
  get corners(): readonly Place[] | null {
    return this.drawing === null ? (this.draft?.corners ?? null) : null;
  }

  /** To a place in the plane. */
  moveCorner({ corner, place, byKeys }: CornerMove): void {
    const { corners } = this;
    if (corners === null) return;
    if (!byKeys || this.run !== corner) this.remember();
    this.run = byKeys ? corner : -1;
    this.change({ corners: corners.map((one, index) => (index === corner ? place : one)) });
    this.events.say(t('schools.housingCornerMoved', { corner: corner + 1 }));
  }

  leaveCorner(): void {
    this.run = -1;
  }

  /** Whether it is left: Escape first takes back what keys have done to it. */
  stopCorner({ corner, back }: CornerStop): boolean {
    return !(back && this.run === corner && this.undo());
  }

  get mayUndo(): boolean {
    return this.earlier.length > 0 && this.corners !== null;
  }

  /** Takes the latest change of the corners back. */
  undo(): boolean {
    if (!this.mayUndo) return false;
    this.run = -1;
    this.change({ corners: this.earlier.pop()! });
    this.events.say(t('schools.housingUndone'));
    return true;
  }

  private remember(): void {
    const corners = this.draft?.corners;
    if (corners != null) this.earlier.push(corners);
  }

  stopDrawing(): void {
    this.drawing = null;
    this.events.changed();
  }

  async keep(): Promise<boolean> {
    const { draft, plan } = this;
    if (draft === undefined) return false;
    this.problem = missingIn(draft);
    if (this.problem !== '') {
      this.events.changed();
      return false;
    }
    const { housing, corners, blocks, ...numbers } = draft;
    const { municipality } = valueOf(this.session.known)!;
    const degrees = (place: Place) => proj4(municipality.proj4).inverse([...place]) as [number, number];
    const area = corners === null ? null : { type: 'Polygon', coordinates: [[...corners, corners[0]!].map(degrees)] };
    const answer = await settled(this.api.putHousing(plan, housing, { ...numbers, ...(area === null ? { blocks } : { area }) }));
    if (answer.state === 'ready') {
      this.close();
      await this.reload();
      this.events.kept(t('schools.housingKept', { name: answer.value.name }));
      return true;
    }
    this.problem = problemOf(answer)?.withIssue ?? '';
    this.events.changed();
    return false;
  }

  async remove({ housing, name }: DrawnHousing): Promise<void> {
    const answer = await settled(this.api.removeHousing(this.plan, housing));
    this.problem = problemOf(answer)?.message ?? '';
    if (this.draft?.housing === housing) this.close();
    await this.reload();
    this.events.kept(t('schools.housingGone', { name }));
  }
}

/** What has to be entered yet; '' for nothing. */
function missingIn({ name, dwellings, ready, childrenPer100, source, corners, blocks }: HousingDraft): string {
  if (name.trim() === '') return t('schools.housingNeedsName');
  if (!(dwellings > 0)) return t('schools.housingNeedsDwellings');
  if (!Number.isInteger(ready)) return t('schools.housingNeedsYear');
  if (!childrenPer100.some((count) => count > 0)) return t('schools.housingNeedsChildren');
  if (source.trim() === '') return t('schools.housingNeedsSource');
  return corners === null && blocks.length === 0 ? t('schools.housingNoArea') : '';
}
