// Addresses for the map's search: asked for as they are typed, for a city has 100,000.
import { transform } from 'ol/proj.js';
import { ApiProblem, type Api, type Municipality } from '../api.ts';
import { t } from '../i18n/i18n.ts';
import type { FoundAddress } from '../schools/model.ts';
import { projectionOf } from './projection.ts';
import type { SearchEntry } from './search-box.ts';

/** Fewer letters would find half the city. */
const LEAST_LETTERS = 3;
/** Between two letters of somebody who types. */
const REST_MS = 200;

export class AddressSearch {
  /** Of what was typed last. */
  found: readonly SearchEntry[] = [];
  private readonly api: Api;
  private readonly changed: () => void;
  private asked: AbortController | undefined;

  constructor(api: Api, changed: () => void) {
    this.api = api;
    this.changed = changed;
  }

  /** Entries have the id `place:X,Y` in the municipality's plane. None where the server does not answer: the search finds the rest. */
  async ask(text: string, municipality: Municipality): Promise<void> {
    this.asked?.abort();
    const asked = (this.asked = new AbortController());
    if (text.length < LEAST_LETTERS) {
      this.found = [];
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    if (asked.signal.aborted) return;
    try {
      const { addresses } = await this.api.json<{ addresses: FoundAddress[] }>('/addresses', { query: { q: text }, signal: asked.signal });
      this.found = addresses.map(({ street, houseNumber, at }) => {
        const [x, y] = transform([...at], 'EPSG:4326', projectionOf(municipality)) as [number, number];
        return { id: `place:${Math.round(x)},${Math.round(y)}`, group: t('map.addresses'), text: `${street} ${houseNumber}`, detail: '', found: true };
      });
    } catch (error) {
      if (!(error instanceof ApiProblem) && !(error instanceof DOMException)) throw error;
      if (asked.signal.aborted) return;
      this.found = [];
    }
    this.changed();
  }
}
