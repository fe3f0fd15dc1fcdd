// What the desk's map shows of the chosen release: zones of its geography, slivers with pins, the zones of the chosen certificate.
import type { Api } from '../api.ts';
import type { Mark } from '../imports/marks.ts';
import type { Town } from '../imports/town.ts';
import type { ZoneShape } from '../map/zone-shapes.ts';
import { findingMarks } from './finding-marks.ts';
import type { TermShape } from './layers/term-layer.ts';
import { valueOf } from '../loaded.ts';
import type { DeskRelease, Term } from './model.ts';
import type { PrivacySession } from './privacy-session.ts';
import { TermZones } from './term-zones.ts';
import { inOrder, zoneWords, type Names } from './words/certificate-words.ts';

const MINUS = '\u2212';

export class DeskScene {
  zones: readonly ZoneShape[] = [];
  terms: readonly TermShape[] = [];
  marks: readonly Mark[] = [];
  private readonly api: Api;
  private readonly changed: () => void;
  private outlines: TermZones | undefined;
  private shown = { zones: '', terms: '', marks: undefined as unknown };

  constructor(api: Api, changed: () => void) {
    this.api = api;
    this.changed = changed;
  }

  /** Follows the session; what is not fetched yet comes by itself. An outline that does not come leaves the map without it. */
  follow(session: PrivacySession, town: Town | undefined, lang: string): void {
    if (town === undefined) return;
    this.outlines ??= new TermZones(this.api, town.municipality.epsg, town.origin);
    this.followZones(session, this.outlines);
    this.followTerms(session, this.outlines, lang);
    const found = valueOf(session.findings)?.findings ?? [];
    // A new look at the same shapes would give new paths, and the map would be drawn again for nothing.
    const of = session.shapes ?? found;
    if (this.shown.marks !== of) {
      this.shown.marks = of;
      this.marks = findingMarks(found, session.shapes, town.origin);
    }
  }

  private followZones({ release }: PrivacySession, outlines: TermZones): void {
    const key = release === undefined ? '' : `${release.geography} ${release.version}`;
    if (key === this.shown.zones) return;
    this.shown.zones = key;
    this.zones = [];
    if (release === undefined) return;
    void this.fetchZones(release, outlines, key);
  }

  private async fetchZones({ geography, version }: DeskRelease, outlines: TermZones, key: string): Promise<void> {
    const zones = await outlines.outlines(geography, version).catch(() => undefined);
    if (zones === undefined || this.shown.zones !== key) return;
    this.zones = zones.shapes;
    this.changed();
  }

  private followTerms({ chosenFinding, chosen, names }: PrivacySession, outlines: TermZones, lang: string): void {
    const key = chosenFinding === undefined ? '' : `${chosen} ${chosenFinding.id} ${lang}`;
    if (key === this.shown.terms) return;
    this.shown.terms = key;
    this.terms = [];
    if (chosenFinding === undefined) return;
    void this.fetchTerms(inOrder(chosenFinding.terms), names, outlines, key);
  }

  private async fetchTerms(terms: readonly Term[], names: Names, outlines: TermZones, key: string): Promise<void> {
    const shapes = await Promise.all(terms.map((term) => outlines.shapeOf(term))).catch(() => []);
    if (this.shown.terms !== key) return;
    this.terms = terms.flatMap((term, index) => {
      const shape = shapes[index];
      return shape === undefined ? [] : [{ shape, sign: term.sign, label: `${term.sign > 0 ? '+' : MINUS} ${zoneWords(term, names)}` }];
    });
    this.changed();
  }
}
