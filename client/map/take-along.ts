// Does what the panel of files and links offers.
import { t } from '../i18n/i18n.ts';
import { saveFile } from './cells-csv.ts';
import { viewCsv, viewGeoJson } from './map-files.ts';
import { mapPicture } from './map-picture.ts';
import type { MapStore } from './map-store.ts';
import { writeAddress } from './share-link.ts';

export function linkOf(store: MapStore): string {
  const url = new URL(location.href);
  url.search = writeAddress(store.address());
  return url.href;
}

/** False where the browser has no clipboard for this page (no HTTPS): the link stands in its field. */
export async function copyLink(store: MapStore): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(linkOf(store));
    return true;
  } catch {
    return false;
  }
}

export async function savePicture(store: MapStore, parent: ShadowRoot): Promise<void> {
  const canvas = await mapPicture(store, parent);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob !== null) saveFile(`${fileName(store)}.png`, 'image/png', blob);
}

export function saveCsv(store: MapStore): void {
  if (store.view !== undefined) saveFile(`${fileName(store, false)}.csv`, 'text/csv', viewCsv(store.view, (zone, version) => version !== store.version || shows(store, zone)));
}

export async function saveGeoJson(store: MapStore): Promise<void> {
  const { view, geography } = store;
  if (view === undefined || geography === undefined) return;
  const { features } = await store.data.plainZones(geography.geography, view.version);
  saveFile(`${fileName(store)}.geojson`, 'application/geo+json', viewGeoJson(view, features, (zone) => shows(store, zone)));
}

/** Whether the filter lets a zone of the shown cut stand out. */
function shows({ passing, zones }: MapStore, zone: string): boolean {
  return passing === undefined || (passing[zones.findIndex((row) => row.zone === zone)] ?? true);
}

function fileName({ geography, view, date }: MapStore, dated = true): string {
  return [geography?.geography, view?.indicator.indicator, dated ? date : ''].filter((part) => part !== '').join('-').replaceAll(/[^\w.-]+/g, '_') || t('shell.navMap');
}
