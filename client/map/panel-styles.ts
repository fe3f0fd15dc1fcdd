// Fields of the panels beside the legend.
import { css } from 'lit';
import { baseStyles } from '../shell/base-styles.ts';
import { swatchStyles } from './swatch.ts';

export const panelStyles = [
  ...baseStyles,
  swatchStyles,
  css`
    :host { display: block; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend { padding: 16px 0 2px; }
    legend, .label { font: 600 14px/20px var(--zs-font); color: var(--zs-ink); }
    .row { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin-top: 12px; }
    .row > label { flex: 1; min-width: 0; color: var(--zs-ink2); }
    select, input[type='number'], input[type='text'] { height: 36px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; padding: 0 8px; min-width: 0; color: var(--zs-ink); }
    input[type='number'] { width: 104px; font-variant-numeric: tabular-nums; }
    select { width: 100%; }
    input[type='checkbox'], input[type='radio'] { width: 18px; height: 18px; accent-color: var(--zs-accent); flex: none; margin: 0; }
    .option { display: flex; align-items: center; gap: 10px; min-height: 28px; color: var(--zs-ink2); }
    .hint { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-top: 6px; }
    .warn { color: var(--zs-warn); }
    .buttons { display: flex; gap: 8px; margin-top: 16px; flex-wrap: wrap; }
    @media (max-width: 699px) {
      select, input[type='number'], input[type='text'] { height: 44px; }
      .option { min-height: 44px; }
    }
  `,
];
