// Who else has the plan open and where they work; and telling the others where we do.
import proj4 from 'proj4';
import { ApiProblem, type Api } from '../../api.ts';
import type { Present } from '../desk-hooks.ts';
import type { EditorController } from '../editor-controller.ts';
import type { Place, PresenceNotice, TogetherApi } from './together-api.ts';

/** The server forgets after 20 s; a lost message then shows nobody gone too soon. */
const TELL_EVERY_MS = 8_000;
/** While the hand moves. */
const TELL_SOON_MS = 1_500;
const FORGET_MS = 22_000;

export class Presence {
  private readonly together: TogetherApi;
  private readonly controller: EditorController;
  private readonly onChange: () => void;
  private readonly toPlane: (place: Place) => [number, number];
  private readonly toDegrees: (x: number, y: number) => Place;
  private readonly window = crypto.randomUUID().slice(0, 8);
  private readonly others = new Map<string, { readonly present: Present; readonly until: number }>();
  private told = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private lastTold = 0;
  private readonly account: string;
  private readonly api: Api;
  private readonly listen = (event: string, data: unknown) => {
    if (event === 'presence') this.hear(data as PresenceNotice);
  };

  constructor(api: Api, together: TogetherApi, controller: EditorController, definition: string, account: string, onChange: () => void) {
    this.api = api;
    this.together = together;
    this.controller = controller;
    this.account = account;
    this.onChange = onChange;
    const { forward, inverse } = proj4(definition);
    this.toPlane = ([longitude, latitude]) => forward([longitude, latitude]) as [number, number];
    this.toDegrees = (x, y) => inverse([x, y]) as [number, number];
  }

  start(): void {
    this.api.planNotices.add(this.listen);
    this.timer = setInterval(() => this.tick(), TELL_SOON_MS);
    this.tell();
  }

  close(): void {
    this.api.planNotices.delete(this.listen);
    clearInterval(this.timer);
    void this.send({ window: this.window, at: null, zone: null, tool: null, gone: true });
  }

  /** x, y in the plan's plane of a place in degrees. */
  planeOf(place: Place): [number, number] {
    return this.toPlane(place);
  }

  placeOf(x: number, y: number): Place {
    return this.toDegrees(x, y).map((degrees) => Math.round(degrees * 1e6) / 1e6) as unknown as Place;
  }

  private tick(): void {
    const now = Date.now();
    const before = this.others.size;
    for (const [key, { until }] of this.others) if (until < now) this.others.delete(key);
    if (this.others.size !== before) this.show();
    if (this.where() !== this.told || now - this.lastTold > TELL_EVERY_MS) this.tell();
  }

  /** The block under the hand stands for the place: nobody is watched closer than that. */
  private where(): string {
    const { controller } = this;
    const block = controller.keyboard ? controller.focused : controller.hovered;
    const { points } = controller.locator;
    const at = block < 0 || points[2 * block] === undefined ? null : this.placeOf(points[2 * block]!, points[2 * block + 1]!);
    return JSON.stringify({ at, zone: controller.target === '' ? null : controller.target, tool: controller.tool });
  }

  private tell(): void {
    this.told = this.where();
    this.lastTold = Date.now();
    void this.send({ window: this.window, ...(JSON.parse(this.told) as { at: Place | null; zone: string | null; tool: string }) });
  }

  private async send(where: Parameters<TogetherApi['tellPresence']>[0]): Promise<void> {
    try {
      await this.together.tellPresence(where);
    } catch (error) {
      // Offline, or no right to tell: the bar has its words for that.
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  private hear(notice: PresenceNotice): void {
    if (notice.window === this.window) return;
    const key = `${notice.account} ${notice.window}`;
    if ('gone' in notice) this.others.delete(key);
    else {
      const { account, name, at, zone, tool } = notice;
      this.others.set(key, { present: { account, name, at: at === null ? null : this.toPlane(at), zone, tool }, until: Date.now() + FORGET_MS });
    }
    this.show();
  }

  private show(): void {
    this.controller.presence = [...this.others.values()].map(({ present }) => present);
    this.controller.page.paintOverlay();
    this.onChange();
  }

  /** One of each other person, for the bar; oneself in a second window counts as oneself. */
  get people(): readonly Present[] {
    const seen = new Set([this.account]);
    return this.controller.presence.filter(({ account }) => !seen.has(account) && seen.add(account));
  }
}
