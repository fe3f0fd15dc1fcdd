// The sign of a cell as a small rectangle: class colour, white for 0, hatch for withheld, grey for missing.
import { css, html, svg, type TemplateResult } from 'lit';
import type { Classification, CellSign } from './classification.ts';
import { colourOf } from './classification.ts';

export const swatchStyles = css`
  .swatch { display: block; border-radius: 2px; flex: none; }
`;

let patterns = 0;

/** Dots on white: a number that is a lower bound, whatever its class. */
export function boundSwatch(): TemplateResult {
  const pattern = `dots-${patterns++}`;
  return html`<svg class="swatch" width="28" height="16" aria-hidden="true" focusable="false">
    ${svg`<defs><pattern id=${pattern} width="7" height="7" patternUnits="userSpaceOnUse"><circle cx="3.5" cy="3.5" r="1" fill="#1d2034" fill-opacity="0.7" /></pattern></defs>`}
    <rect x="0.5" y="0.5" width="27" height="15" rx="1.5" fill="#fff" stroke="#1d2034" stroke-opacity="0.55" />
    <rect x="0.5" y="0.5" width="27" height="15" rx="1.5" fill="url(#${pattern})" />
  </svg>`;
}

/** `bar`: for ranking bars, whose withheld and missing ones have a fixed length. */
export function swatch(sign: CellSign, classification: Classification, width = 28, height = 16, zeroDigit = false): TemplateResult {
  const pattern = sign === 'withheld' ? `hatch-${patterns++}` : '';
  const fill = sign === 'withheld' ? `url(#${pattern})` : colourOf(sign, classification);
  return html`<svg class="swatch" width=${width} height=${height} aria-hidden="true" focusable="false">
    ${sign === 'withheld'
      ? svg`<defs><pattern id=${pattern} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" fill="#fbfbfc"/><rect width="1.5" height="5" fill="#6e7597"/></pattern></defs>`
      : ''}
    <rect x="0.5" y="0.5" width=${Math.max(0, width - 1)} height=${height - 1} rx="1.5" fill=${fill ?? '#fff'} stroke="#1d2034" stroke-opacity="0.55" />
    ${zeroDigit && sign === 'zero'
      ? svg`<text x=${width / 2} y=${height / 2 + 4} text-anchor="middle" font-size="11" font-weight="600" fill="#1d2034">0</text>`
      : ''}
  </svg>`;
}
