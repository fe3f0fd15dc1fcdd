// Title and key of the map: what is drawn, of which file, over which stand.
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/i18n.ts';
import type { PlaceList } from '../check-lists.ts';
import type { ImportSession } from '../import-session.ts';
import type { Town } from '../town.ts';

export function mapCard({ preview }: ImportSession, town: Town | undefined, open: PlaceList | undefined): TemplateResult | typeof nothing {
  if (town === undefined) return nothing;
  const shapes = preview?.shapes ?? null;
  const shown = shapes?.features.length ?? 0;
  const title = open !== undefined ? open.title : shapes !== null && preview !== null ? preview.file : t('imports.mapTown');
  const line =
    open !== undefined || shapes === null || preview === null
      ? ''
      : shown < preview.features
        ? t('imports.shapesSome', { shown: formatNumber(shown), total: formatNumber(preview.features) })
        : t('imports.shapesAll', { count: shown });
  const entry = (kind: string, text: string) => html`<span><i class="swatch ${kind}"></i>${text}</span>`;
  return html`<section class="map-card panel">
    <b>${title}</b>${line === '' ? nothing : html`<span class="t12 ink2">${line}</span>`}
    <div class="key">
      ${open === undefined ? nothing : entry(open.tone, t(`imports.key_${open.tone}`))}
      ${open?.id === 'changes' || open?.id === 'lineage' ? entry('before', t('imports.keyBefore')) : nothing}
      ${shapes === null ? nothing : entry('file', t('imports.keyFile'))}
      ${town.stand === null ? nothing : entry('stand', t('imports.keyStand', { date: formatDate(town.stand.set.validFrom) }))}
    </div>
  </section>`;
}
