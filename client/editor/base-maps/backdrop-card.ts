// The card over the map for base map and reference layers, and the line that names whose map it is.
import { css, html, nothing, type TemplateResult } from 'lit';
import { localised, t, type TextKey } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import type { Backdrop } from './backdrop.ts';

export function backdropButton(backdrop: Backdrop): TemplateResult {
  const used = backdrop.on !== '' || backdrop.shown.size > 0;
  return html`<button class="behind maps" aria-label=${t('backdrop.open')} title=${t('backdrop.open')} aria-expanded=${backdrop.open} aria-pressed=${used} @click=${() => backdrop.toggle()}>${icon('map')}</button>`;
}

export function backdropCard(backdrop: Backdrop): TemplateResult | typeof nothing {
  if (!backdrop.open) return nothing;
  const { maps, active, problem } = backdrop;
  return html`<section class="backdrop panel" aria-label=${t('backdrop.title')}>
    <div class="backdrop-head">
      <h2>${t('backdrop.title')}</h2>
      <button class="icon-button" aria-label=${t('shell.close')} @click=${() => backdrop.toggle()}>${icon('close', 18)}</button>
    </div>
    <fieldset>
      <legend class="t12 ink3">${t('backdrop.base')}</legend>
      ${[{ id: '', title: t('backdrop.none') }, ...(maps ?? []).map(({ id, title }) => ({ id, title: localised(title) }))].map(
        ({ id, title }) => html`<label class="pick"><input type="radio" name="base-map" .checked=${backdrop.on === id} @change=${() => void backdrop.show(id)} />${title}</label>`,
      )}
      ${maps !== null && maps.length === 0 ? html`<p class="t12 ink3">${t('backdrop.noneConfigured')}</p>` : nothing}
      ${active === null ? nothing : html`<p class="t12 ink3">${t('backdrop.fetches', { host: hostOf(active.url) })}</p>`}
      ${active === null ? nothing : slider('backdrop.opacity', backdrop.opacity, (value) => backdrop.setOpacity(value))}
      ${slider('backdrop.tints', backdrop.tints, (value) => backdrop.setTints(value))}
    </fieldset>
    <fieldset>
      <legend class="t12 ink3">${t('backdrop.reference')}</legend>
      ${backdrop.references.map(
        (name) => html`<label class="pick"><input type="checkbox" .checked=${backdrop.shown.has(name)} @change=${() => void backdrop.toggleReference(name)} />${referenceName(backdrop, name)}</label>`,
      )}
    </fieldset>
    ${problem === null ? nothing : html`<p class="wrong" role="alert">${t(`backdrop.problem_${problem}`)}</p>`}
  </section>`;
}

/** Licences ask for it on the map, as long as it is on. */
export function attribution({ active }: Backdrop): TemplateResult | typeof nothing {
  if (active === null) return nothing;
  const words = active.attributionUrl === undefined ? active.attribution : html`<a href=${active.attributionUrl} target="_blank" rel="noreferrer">${active.attribution}</a>`;
  return html`<p class="attribution t12">${words}</p>`;
}

function referenceName(backdrop: Backdrop, name: string): string {
  if (!name.startsWith('zones:')) return t(`backdrop.layer_${name}` as TextKey);
  const geography = backdrop.geographies.find((candidate) => `zones:${candidate.geography}` === name);
  return geography === undefined ? name : t('backdrop.outlines', { name: localised(geography.name) });
}

const slider = (name: 'backdrop.opacity' | 'backdrop.tints', value: number, set: (value: number) => void) => html`<label class="slide t12"
  >${t(name)}<input type="range" min="0" max="100" step="5" style=${`--share:${value}`} .value=${String(Math.round(value * 100))} aria-valuetext=${`${Math.round(value * 100)}\u00A0%`} @input=${(event: Event) => set(Number((event.target as HTMLInputElement).value) / 100)}
/></label>`;

const hostOf = (url: string) => (url.startsWith('/') ? location.host : new URL(url).host);

export const backdropStyles = css`
  .backdrop { position: absolute; right: 64px; top: 72px; width: 264px; max-height: calc(100% - 140px); overflow-y: auto; padding: 8px 8px 12px 14px; z-index: 6; }
  .backdrop-head { display: flex; align-items: center; justify-content: space-between; }
  .backdrop-head h2 { font: 600 14px/20px var(--zs-font); }
  .backdrop-head .icon-button { width: 32px; height: 32px; }
  .backdrop fieldset { border: 0; margin: 0; padding: 4px 6px 8px 0; min-width: 0; }
  .backdrop legend { padding: 0; }
  .pick { display: flex; align-items: center; gap: 10px; min-height: 32px; }
  .pick input { width: 18px; height: 18px; margin: 0; accent-color: var(--zs-accent); flex: none; }
  .slide { display: grid; grid-template-columns: 104px 1fr; align-items: center; gap: 8px; min-height: 32px; color: var(--zs-ink2); }
  .slide input { width: 100%; accent-color: var(--zs-accent); }
  .backdrop .wrong { color: var(--zs-danger); padding-right: 6px; }
  .attribution { position: absolute; right: 0; bottom: 0; margin: 0; padding: 1px 8px; max-width: 60%; background: rgb(255 255 255 / 0.9); color: var(--zs-ink2); z-index: 4; }
  @media (max-width: 699px) {
    .backdrop { right: 8px; left: 8px; width: auto; top: 72px; max-height: calc(100% - 160px); z-index: 16; }
    .pick { min-height: 44px; }
    .attribution { bottom: auto; top: 68px; right: 60px; }
  }
`;
