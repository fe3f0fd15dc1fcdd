// Entry classes: how many, where between the steps, how far to the next one.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { t } from '../../i18n/i18n.ts';
import type { ClassSteps } from '../model.ts';
import { ABOUT } from '../words/cell-words.ts';
import { insteadWords, stepWords } from '../words/class-words.ts';

/** Three segments: one class fewer, what there is, one class more; CSS pixels. */
const SEGMENT = { width: 19, gap: 2, height: 6 } as const;

/** `approximate`: reckoned from rounded numbers of children. */
export function classMeter(classes: ClassSteps | null, approximate: boolean): TemplateResult {
  if (classes === null || classes.now === null) return html`<span class="ink2">${t('schools.classUnknown')}</span>`;
  const instead = insteadWords(classes);
  return html`<span class="meter-line"><b>${approximate ? ABOUT : ''}${classes.now}</b>${meter(classes)}${instead === '' ? nothing : html`<span class="instead">${instead}</span>`}</span><span class="small">${stepWords(classes)}</span>`;
}

/** The tick stands in the middle segment, by how far it is to either step. Decorative: words stand below. */
function meter({ now, before, toNext, toFewer }: ClassSteps): TemplateResult | typeof nothing {
  if (toNext === null) return nothing;
  const fewer = toFewer ?? 1;
  const share = (fewer - 1) / Math.max(1, fewer + toNext - 2);
  const left = SEGMENT.width + SEGMENT.gap;
  const x = left + share * SEGMENT.width;
  const change = now === null || before === null ? 0 : Math.sign(now - before);
  const from = change < 0 ? left + SEGMENT.width : change > 0 ? left : left;
  return html`<svg class="meter" width=${3 * SEGMENT.width + 2 * SEGMENT.gap} height="14" aria-hidden="true" focusable="false">
    ${[0, 1, 2].map((index) => svg`<rect x=${index * left} y="4" width=${SEGMENT.width} height=${SEGMENT.height} class="track"/>`)}
    <rect x=${Math.min(from, x)} y="4" width=${Math.abs(x - from)} height=${SEGMENT.height} class="fill" />
    <rect x=${Math.max(0, x - 1)} y="0" width="2" height="14" class="tick" />
  </svg>`;
}

export const classMeterStyles = css`
  .meter-line { display: flex; align-items: center; gap: 8px; line-height: 18px; }
  .meter-line b { font-weight: 600; min-width: 8px; }
  .meter .track { fill: var(--zs-sunken); }
  .meter .fill { fill: #86a0d8; }
  .meter .tick { fill: var(--zs-ink); }
  .instead { font-weight: 600; font-size: 12px; color: var(--zs-accent); }
  @media (forced-colors: active) {
    .meter .track { fill: GrayText; }
    .meter .tick { fill: CanvasText; }
  }
`;
