// The space between blocks that do not touch: left as it is, bridged by nearness, or shared out among the blocks.
import { css, html, nothing, type TemplateResult } from 'lit';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import type { ReferenceLayer } from '../../api.ts';
import { areaWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { EmptyChoice, EmptyResult, NearPicture } from '../model.ts';
import { formatNumber } from '../../i18n/format.ts';
import { radioList, selectField, textField } from './form-parts.ts';

const METHODS = ['keep', 'near', 'tessellate'] as const;
/** Layers of lines and areas that separate; what people live in does not. */
const BARRIERS = ['rail', 'water', 'streets'];

export function spacePanel(session: ImportSession, layers: readonly ReferenceLayer[]): TemplateResult {
  const { empty } = session;
  const set = (part: Partial<EmptyChoice>) => session.setEmpty({ ...empty, ...part });
  const below: Readonly<Record<(typeof METHODS)[number], TemplateResult | typeof nothing>> = {
    keep: nothing,
    near: html`<div class="below fields">
      ${textField('near-distance', t('imports.nearDistance'), empty.distanceM, (distanceM) => set({ distanceM }), { type: 'decimal' })} ${barriers(empty, layers, set)}
    </div>`,
    tessellate: html`<div class="below fields">
      ${selectField(
        'boundary',
        t('imports.boundary'),
        empty.boundary,
        [
          { value: 'hull', text: t('imports.boundaryHull') },
          ...session.known.geographies.map(({ geography, name }) => ({ value: `geography:${geography}`, text: t('imports.boundaryGeography', { name: localised(name) }) })),
          ...layers.filter(({ layer }) => !['buildings', 'schools', ...BARRIERS].includes(layer)).map(({ layer }) => ({ value: `layer:${layer}`, text: layerWords(layer) })),
        ],
        (boundary) => set({ boundary }),
      )}
      ${barriers(empty, layers, set)}
    </div>`,
  };
  return html`<section class="choice">
    ${radioList(
      'space',
      t('imports.space'),
      empty.method,
      METHODS.map((method) => ({ value: method, text: t(`imports.space_${method}`), detail: t(`imports.spaceText_${method}`), below: below[method] })),
      (method) => set({ method: method as EmptyChoice['method'] }),
      'space',
    )}
  </section>`;
}

function barriers({ barriers: chosen }: EmptyChoice, layers: readonly ReferenceLayer[], set: (part: Partial<EmptyChoice>) => void): TemplateResult | typeof nothing {
  const offered = BARRIERS.filter((name) => layers.some(({ layer }) => layer === name));
  if (offered.length === 0) return nothing;
  return html`<fieldset class="field">
    <legend class="plain-legend">${t('imports.barriers')}</legend>
    <div class="checks">
      ${offered.map(
        (name) => html`<label
          ><input
            type="checkbox"
            .checked=${chosen.includes(name)}
            @change=${(event: Event) => set({ barriers: (event.target as HTMLInputElement).checked ? [...chosen, name] : chosen.filter((other) => other !== name) })}
          />${layerWords(name)}</label
        >`,
      )}
    </div>
  </fieldset>`;
}

function layerWords(layer: string): string {
  const key = `imports.layer_${layer}`;
  const text = t(key as TextKey);
  return text === key ? layer : text;
}

/** What the chosen method came to. */
export function spaceResult(empty: EmptyResult | null, near: NearPicture | null): TemplateResult | typeof nothing {
  if (empty === null || empty.method === 'keep') return nothing;
  const parts = [
    ...(empty.pairs === undefined ? [] : [t('imports.nearPairs', { count: empty.pairs })]),
    ...(near === null || near.cut.total === 0 ? [] : [t('imports.nearCut', { count: near.cut.total })]),
    ...(empty.areaAddedM2 === undefined ? [] : [t('imports.areaAdded', { area: areaWords(empty.areaAddedM2) })]),
    ...(empty.uncoveredM2 === undefined || empty.uncoveredM2 === 0 ? [] : [t('imports.uncovered', { area: areaWords(empty.uncoveredM2) })]),
    ...(empty.unreached === undefined || empty.unreached.length === 0 ? [] : [t('imports.unreached', { count: empty.unreached.length, number: formatNumber(empty.unreached.length) })]),
  ];
  return html`<p class="space-result">${parts.join(' ')}</p>`;
}

export const spaceStyles = css`
  .plain-legend { font-weight: 500; margin-bottom: 4px; }
  .space-result { color: var(--zs-ink2); padding-bottom: 12px; }
  .radios.space .below { padding: 12px 12px 8px 38px; }
  @media (max-width: 699px) {
    .radios.space .below { padding-left: 0; padding-right: 0; }
  }
`;
