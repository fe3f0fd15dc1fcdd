// Facilities that can be switched on over the map: schools, with how far they reach.
import { ApiProblem, type Api, type Schools } from '../api.ts';
import type { Facility } from './facility-layer.ts';

/** Offered reaches in metres as the crow flies; 0 is none. Ten minutes of a child's walk are about 600 m. */
export const REACHES = [0, 400, 800, 1200] as const;

export class Facilities {
  on = false;
  reachM = 0;
  /** A new list only when something changed: the map draws by it. */
  shown: readonly Facility[] = [];
  private readonly api: Api;
  private readonly changed: () => void;
  private loaded: Promise<Schools> | undefined;

  constructor(api: Api, changed: () => void) {
    this.api = api;
    this.changed = changed;
  }

  /** A server without schools shows none. */
  async show(on: boolean, reachM = this.reachM): Promise<void> {
    this.on = on;
    this.reachM = reachM;
    this.shown = [];
    this.changed();
    if (!on) return;
    try {
      this.loaded ??= this.api.json<Schools>('/schools');
      const { schools } = await this.loaded;
      if (!this.on || this.reachM !== reachM) return;
      this.shown = schools.map(({ name, xy }) => ({ name, at: xy, reachM }));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.loaded = undefined;
      this.on = false;
    }
    this.changed();
  }

  /** "800": as a link carries it; undefined while they are off. */
  address(): string | undefined {
    return this.on ? String(this.reachM) : undefined;
  }

  restore(text: string | undefined): void {
    if (text !== undefined) void this.show(true, REACHES.find((reach) => String(reach) === text) ?? 0);
  }
}
