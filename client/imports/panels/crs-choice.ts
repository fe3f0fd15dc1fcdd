// Which CRS the coordinates are in: as the file says where that fits, else proposed with the reason and confirmed, never guessed.
import { css, html, nothing, type TemplateResult } from 'lit';
import { language, t } from '../../i18n/i18n.ts';
import { icon } from '../../shell/icons.ts';
import { shareWords } from '../file-words.ts';
import type { ImportSession } from '../import-session.ts';
import type { CrsProposal } from '../model.ts';
import { radioList } from './form-parts.ts';
import { issueCards } from './issue-cards.ts';

/** Offered beside the proposals: what German and European data come in. */
export const COMMON_CRS: readonly (readonly [string, string])[] = [
  ['EPSG:25832', 'ETRS89 / UTM 32N'],
  ['EPSG:25833', 'ETRS89 / UTM 33N'],
  ['EPSG:31466', 'Gauß-Krüger 2'],
  ['EPSG:31467', 'Gauß-Krüger 3'],
  ['EPSG:31468', 'Gauß-Krüger 4'],
  ['EPSG:4326', 'WGS 84'],
  ['EPSG:3857', 'Web Mercator'],
  ['EPSG:3035', 'ETRS89 / LAEA Europe'],
];

export function crsChoice(session: ImportSession): TemplateResult {
  const crs = session.fileCrs!;
  if (crs.confirmed && crs.named !== null) {
    return html`<div class="crs">
      <p class="crs-ok">${icon('check', 18)}<span><b>${crs.named}</b>${crs.name === null ? nothing : ` ${crs.name}`}<br /><span class="t12 ink2">${t('imports.crsConfirmed')}</span></span></p>
      <details class="more"><summary>${t('imports.crsOther')}</summary>${list(session, [])}</details>
    </div>`;
  }
  return html`<div class="crs">
    <p class="crs-lead">${crs.named === null ? t('imports.crsMissing') : t('imports.crsContradicted', { crs: crs.named })}</p>
    ${list(session, crs.proposals)} ${session.crs === undefined ? nothing : issueCards(session.preview!.issues.filter(({ code }) => aboutPlace(code)))}
  </div>`;
}

/** Findings that a CRS may cause. */
export const aboutPlace = (code: string | undefined) => code !== undefined && /^(CRS_|AT_THE_POLE|AXES_SWAPPED|UNITS_FEET)/.test(code);

function list(session: ImportSession, proposals: readonly CrsProposal[]): TemplateResult {
  const offered = new Set(proposals.map(({ crs }) => crs));
  const others = COMMON_CRS.filter(([crs]) => !offered.has(crs));
  const named = session.fileCrs!.named;
  const choose = (crs: string) => void session.reread({ sourceCrs: crs });
  const chosenOther = session.crs !== undefined && !offered.has(session.crs) ? session.crs : '';
  return html`${proposals.length === 0
      ? nothing
      : radioList(
          'crs',
          t('imports.crsChoose'),
          session.crs,
          proposals.map(({ crs, name, inside, reason }) => ({
            value: crs,
            text: `${crs} ${name}`,
            detail: html`${t('imports.crsInside', { share: shareWords(inside) })}${language() === 'en' && reason !== '' ? html`<span class="reason">${reason}</span>` : nothing}`,
          })),
          choose,
        )}
    <div class="field other-crs">
      <label for="crs-other">${proposals.length === 0 ? t('imports.crsChoose') : t('imports.crsElse')}</label>
      <select id="crs-other" .value=${chosenOther} @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        if (value !== '') choose(value);
      }}>
        <option value="" ?selected=${chosenOther === ''}>${t('imports.choose')}</option>
        ${[...others, ...(named !== null && !offered.has(named) && !others.some(([crs]) => crs === named) ? [[named, ''] as const] : [])].map(
          ([crs, name]) => html`<option value=${crs} ?selected=${crs === chosenOther}>${`${crs} ${name}`}</option>`,
        )}
      </select>
    </div>`;
}

export const crsStyles = css`
  .crs { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--zs-line); }
  .crs-ok { display: flex; gap: 8px; color: var(--zs-ink); }
  .crs-ok svg { color: var(--zs-ok); margin-top: 1px; }
  .crs-ok b { font-weight: 600; }
  .crs-lead { margin-bottom: 12px; }
  .other-crs { margin-top: 10px; max-width: 340px; }
  .reason { display: block; color: var(--zs-ink3); }
`;
