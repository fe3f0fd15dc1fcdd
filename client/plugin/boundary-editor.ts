// A plan of Zuschnitt drawn on anybody's OpenLayers map, in that map's own projection. Docs: docs/plugin.md; types: boundary-editor-declarations.ts.
import { getUid } from 'ol/util.js';
import type OlMap from 'ol/Map.js';
import type { ProjectionLike } from 'ol/proj.js';
import { Api, ApiProblem } from '../api.ts';
import { readAddress, writeAddress } from '../editor/address/plan-address.ts';
import { addressOf, goToAddress } from '../editor/address/desk-place.ts';
import { Announcer } from '../editor/announcer.ts';
import { DeskEvents, openPlan, problemDetail, type OpenPlan, type PlanEventDetails, type PlanEventName } from '../editor/desk-events.ts';
import { loadPlan } from '../editor/load-plan.ts';
import { Desk, type DeskPage } from '../editor/open-desk.ts';
import { createTools } from '../editor/tools/all-tools.ts';
import type { ToolId } from '../editor/tools/tool.ts';
import { planeOfMap } from './foreign-map.ts';
import { PlanSurround } from './plan-surround.ts';

export interface BoundaryEditorOptions {
  readonly map: OlMap;
  /** Address of the server, or of the path that your site hands on to it; empty for the page's own. */
  readonly baseUrl?: string;
  readonly plan: string;
  /** Bearer token; without one the session's cookie. */
  readonly token?: string;
  /** Projection of the map's view where it is not to be asked for it. */
  readonly projection?: ProjectionLike;
  /** Tools in a small bar over the map; none: your page calls `setTool`. */
  readonly tools?: readonly ToolId[];
  /** Shows the whole plan when it is open; default true. */
  readonly fit?: boolean;
}

type Listener<K extends PlanEventName> = (detail: PlanEventDetails[K]) => void;

const KNOWN_TOOLS: readonly string[] = Object.keys(createTools());
/** Two editors on one map would both take every stroke. */
const taken = new Set<string>();

/**
 * Loads the plan and draws it above the map's layers. `ready` resolves when it can be drawn on, and rejects with an ApiProblem
 * (`status`, `code`) where the server refuses, or with a RangeError for a projection that OpenLayers does not know.
 * `destroy` takes away everything that was added.
 */
export class BoundaryEditor {
  readonly ready: Promise<void>;
  private readonly map: OlMap;
  private readonly options: BoundaryEditorOptions;
  private readonly listeners = new Map<PlanEventName, Set<Listener<never>>>();
  private readonly surround: PlanSurround;
  private readonly announcer: Announcer;
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private desk: Desk | null = null;
  private events: DeskEvents | null = null;
  private closed = false;
  private readonly key: string;

  constructor(options: BoundaryEditorOptions) {
    this.options = options;
    this.map = options.map;
    for (const tool of options.tools ?? []) checkTool(tool);
    this.key = getUid(this.map);
    if (taken.has(this.key)) throw new RangeError('this map has an editor already; destroy it first');
    taken.add(this.key);
    const target = this.map.getTargetElement() as HTMLElement | null;
    this.surround = new PlanSurround(this.map, options.tools ?? [], target === null ? 'sans-serif' : getComputedStyle(target).fontFamily);
    this.announcer = new Announcer(() => this.paint());
    this.ready = this.load();
    // Whoever only listens to `error` has no unhandled rejection; whoever awaits `ready` still gets it.
    this.ready.catch(() => undefined);
  }

  /** Returns what ends it. */
  on<K extends PlanEventName>(name: K, listener: Listener<K>): () => void {
    const known = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, known);
    known.add(listener as Listener<never>);
    return () => known.delete(listener as Listener<never>);
  }

  /** The plan as it stands; null while it loads and after `destroy`. */
  get state(): OpenPlan | null {
    return this.desk === null ? null : openPlan(this.desk);
  }

  setTool(tool: ToolId): void {
    checkTool(tool);
    this.open.controller.chooseTool(tool);
  }

  /** Zone that strokes go to. */
  setTarget(zone: string): void {
    this.checkZone(zone);
    this.open.controller.setTarget(zone);
  }

  /** Moves blocks as one step; '' takes them out of every zone. Throws a RangeError for blocks and zones that are not there. */
  assign(blocks: readonly string[], zone: string): void {
    const { controller } = this.open;
    if (zone !== '') this.checkZone(zone);
    const positions = blocks.map((block) => controller.positionOf(block));
    const unknown = blocks.filter((_, index) => positions[index]! < 0);
    if (unknown.length > 0) throw new RangeError(`no block ${unknown.slice(0, 5).join(', ')} in this plan`);
    const { target } = controller;
    controller.setTarget(zone);
    controller.assignBlocks(positions);
    controller.setTarget(target);
  }

  undo(): void {
    this.open.controller.undo();
  }

  redo(): void {
    this.open.controller.redo();
  }

  /** To a zone, a block, or the whole plan. */
  flyTo(place: { readonly zone: string } | { readonly block: string } | 'all'): void {
    const { controller } = this.open;
    if (place === 'all') controller.map.fitWhole([20, 20, 20, 20], !this.still.matches);
    else if ('zone' in place) {
      this.checkZone(place.zone);
      controller.fly.toZone(place.zone);
    } else {
      const position = controller.positionOf(place.block);
      if (position < 0) throw new RangeError(`no block ${place.block} in this plan`);
      controller.fly.toBlocks([place.block]);
    }
  }

  /** After `conflict`: keep mine, or take theirs. */
  settle(choice: 'keep' | 'take'): void {
    const { controller, sync } = this.open;
    if (choice === 'keep') controller.session.keepConflicts();
    else controller.session.yieldConflicts();
    sync.resume();
  }

  /** Plan, view and selection as a query without its sign, for an address of your page. */
  permalink(): string {
    return writeAddress(addressOf(this.open)).toString();
  }

  /** Takes view and selection from a permalink. Another plan needs another editor: then a RangeError says so. */
  restore(permalink: string): void {
    const address = readAddress(permalink);
    if (address.plan !== '' && address.plan !== this.options.plan) throw new RangeError(`this link is to plan ${address.plan}; destroy this editor and make one for that plan`);
    goToAddress(this.open, address);
  }

  /** Takes layers, interaction, control and listeners away again. Steps that the server does not have yet are lost: wait for `saved`. */
  destroy(): void {
    if (this.closed) return;
    this.closed = true;
    taken.delete(this.key);
    this.events?.close();
    this.desk?.close();
    if (this.desk !== null) this.surround.remove();
    this.desk = null;
    this.listeners.clear();
  }

  private get open(): Desk {
    if (this.desk === null) throw new Error(this.closed ? 'this editor was destroyed' : 'the plan is still loading: await `ready`');
    return this.desk;
  }

  private async load(): Promise<void> {
    const { baseUrl = '', plan, token, projection, fit = true } = this.options;
    const api = new Api({ baseUrl, ...(token === undefined ? {} : { token }) });
    try {
      const [loaded, geographies] = await Promise.all([loadPlan(api, plan, () => undefined), api.geographies()]);
      const plane = planeOfMap(projection ?? this.map.getView().getProjection(), loaded.municipality);
      if (this.closed) return;
      const desk = new Desk(api, loaded, geographies, this.page());
      const view = this.map.getView();
      const before = { center: view.getCenter(), resolution: view.getResolution() };
      desk.start({ map: this.map, plane });
      if (!fit && before.center !== undefined) {
        view.setCenter(before.center);
        view.setResolution(before.resolution);
      }
      this.desk = desk;
      this.events = new DeskEvents(desk, (name, detail) => this.emit(name, detail));
      this.surround.attach();
      this.paint();
    } catch (error) {
      taken.delete(this.key);
      if (error instanceof ApiProblem) this.emit('error', problemDetail(error));
      throw error;
    }
  }

  private page(): DeskPage {
    const reduced = () => this.still.matches;
    return {
      paintPanels: () => this.paint(),
      paintOverlay: () => {
        if (this.desk !== null) this.surround.paintOverlay(this.desk.controller);
      },
      refresh: () => this.paint(),
      announce: (text) => this.announcer.say(text),
      announceAlso: (text) => this.announcer.add(text),
      problem: (problem) => this.emit('error', problemDetail(problem)),
      rebased: () => this.emit('error', { code: 'rebased', status: 409, title: 'The plan is on other blocks now: open it anew' }),
      account: '',
      covered: [20, 20, 20, 20],
      get reducedMotion() {
        return reduced();
      },
    };
  }

  private paint(): void {
    if (this.desk === null) return;
    this.surround.say(this.announcer.text);
    this.surround.paint(this.desk.controller);
    this.events?.look();
  }

  private emit<K extends PlanEventName>(name: K, detail: PlanEventDetails[K]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as unknown as Listener<K>)(detail);
  }

  private checkZone(zone: string): void {
    if (this.open.controller.session.slotOf(zone) === null) throw new RangeError(`no zone ${zone} in this plan`);
  }
}

function checkTool(tool: string): void {
  if (!KNOWN_TOOLS.includes(tool)) throw new RangeError(`no tool ${tool}; there are ${KNOWN_TOOLS.join(', ')}`);
}
