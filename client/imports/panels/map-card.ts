// Title and key of the map: what is drawn, of which file, over which stand.
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { PlaceList } from '../check-lists.ts';
import { lengthWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { ShownOutlines } from '../layers/outlines-layer.ts';
import type { NearLinks } from '../near-links.ts';
import type { Outlines } from '../outlines.ts';
import type { Town } from '../town.ts';

export function mapCard({ preview }: ImportSession, town: Town | undefined, open: PlaceList | undefined, outlines: ShownOutlines | null): TemplateResult | typeof nothing {
  if (town === undefined) return nothing;
  const shapes = preview?.shapes ?? null;
  const shown = shapes?.features.length ?? 0;
  const title = open !== undefined ? open.title : shapes !== null && preview !== null ? preview.file : t('imports.mapTown');
  const picture = outlines?.cells ?? outlines?.repaired ?? null;
  const line =
    picture !== null
      ? pictureWords(picture, outlines?.cells != null)
      : open !== undefined || shapes === null || preview === null
        ? ''
        : shown < preview.features
          ? t('imports.shapesSome', { shown: formatNumber(shown), total: formatNumber(preview.features) })
          : t('imports.shapesAll', { count: shown });
  return html`<section class="map-card panel">
    <b>${title}</b>${line === '' ? nothing : html`<span class="t12 ink2">${line}</span>`}
    <div class="key">
      ${open === undefined || open.id === 'cells' ? nothing : (signs(open) ?? entry(open.tone, t(`imports.key_${open.tone}`)))}
      ${open?.id === 'changes' || open?.id === 'lineage' ? entry('before', t('imports.keyBefore')) : nothing}
      ${outlines?.repaired == null ? nothing : entry('after', t('imports.keyRepaired'))}
      ${outlines?.cells == null ? nothing : html`${entry('source', t('imports.keySource'))}${entry('cell', t('imports.keyCell'))}`}
      ${outlines?.near == null ? nothing : nearKey(outlines.near)}
      ${shapes === null || outlines?.cells != null ? nothing : entry('file', t('imports.keyFile'))}
      ${town.stand === null ? nothing : entry('stand', t('imports.keyStand', { date: formatDate(town.stand.set.validFrom) }))}
    </div>
  </section>`;
}

const entry = (kind: string, text: string) => html`<span><i class="swatch ${kind}"></i>${text}</span>`;

/** Both kinds of pairs with their number, and the distance that they were looked for in. */
function nearKey({ joined, cut, distanceM }: NearLinks): TemplateResult {
  const distance = lengthWords(distanceM);
  const some = [joined, cut].some(({ total, drawn }) => drawn < total) ? html`<span>${t('imports.nearSome', { drawn: joined.drawn + cut.drawn, total: joined.total + cut.total })}</span>` : nothing;
  return html`${entry('near', t('imports.keyNear', { count: joined.total, distance }))}${cut.total === 0 ? nothing : entry('near-cut', t('imports.keyNearCut', { count: cut.total }))}${some}`;
}

/** A sign a kind of change, where the list has some. */
function signs({ groups }: PlaceList): TemplateResult | null {
  const drawn = groups.filter(({ sign }) => sign !== undefined);
  return drawn.length === 0 ? null : html`${drawn.map(({ sign, title }) => entry(sign!, title))}`;
}

/** How much of it is drawn, and how closely. */
function pictureWords({ blocks, drawn, simplifiedM }: Outlines, cells: boolean): string {
  const count = { drawn: formatNumber(drawn), total: formatNumber(blocks), count: blocks };
  const words = cells ? (drawn < blocks ? t('imports.cellsSome', count) : t('imports.cellsAll', count)) : drawn < blocks ? t('imports.repairedSome', count) : t('imports.repairedAll', count);
  return simplifiedM === 0 ? words : `${words} ${t('imports.simplified', { distance: lengthWords(simplifiedM) })}`;
}
