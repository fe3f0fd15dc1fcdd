// Styles that every shadow root shares: tokens, type steps, buttons, focus, tables, badges.
import { css, unsafeCSS } from 'lit';
import tokensText from './tokens.css?inline';

export const tokens = unsafeCSS(tokensText);

const elements = css`
  :host {
    font: 400 14px/20px var(--zs-font);
    color: var(--zs-ink);
    box-sizing: border-box;
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure {
    margin: 0;
    padding: 0;
  }
  ul, ol {
    list-style: none;
  }
  h1, h2, h3, h4 {
    font: 600 16px/24px var(--zs-font);
  }
  button, input, select {
    font: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  a {
    color: var(--zs-accent);
    text-underline-offset: 3px;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th {
    font: 500 12px/16px var(--zs-font);
    color: var(--zs-ink3);
    text-align: left;
  }
  svg {
    display: block;
    flex: none;
  }
  :focus-visible {
    outline: 3px solid var(--zs-ink);
    outline-offset: 2px;
    box-shadow: 0 0 0 2px #fff;
    border-radius: var(--zs-radius);
  }
`;

const type = css`
  .t12 { font-size: 12px; line-height: 16px; }
  .t16 { font-size: 16px; line-height: 24px; }
  .t20 { font: 600 20px/26px var(--zs-font); letter-spacing: -0.005em; }
  .t28 { font: 600 28px/34px var(--zs-font); letter-spacing: -0.01em; }
  .t40 { font: 600 40px/44px var(--zs-font); letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
  .ink2 { color: var(--zs-ink2); }
  .ink3 { color: var(--zs-ink3); }
  .num { font-variant-numeric: tabular-nums lining-nums; text-align: right; }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border-radius: var(--zs-radius);
    border: 1px solid transparent;
    font-weight: 500;
    white-space: nowrap;
    text-decoration: none;
  }
  .button.primary { background: var(--zs-accent); color: #fff; }
  .button.primary:hover { background: var(--zs-accent-hover); }
  .button.secondary { border-color: var(--zs-accent); color: var(--zs-accent); background: var(--zs-surface); }
  .button.secondary:hover { background: var(--zs-accent-tint1); }
  .button.quiet { border-color: var(--zs-line2); color: var(--zs-ink2); background: var(--zs-surface); padding: 0 12px; }
  .button.quiet:hover { background: var(--zs-hued); }
  .button.link { color: var(--zs-accent); padding: 0 6px; }
  .button.link:hover { text-decoration: underline; }
  .button.dense { min-height: 32px; padding: 0 12px; }
  .button[aria-disabled='true'] { background: var(--zs-sunken); color: var(--zs-ink3); border-color: transparent; cursor: not-allowed; }
  .icon-button {
    width: 40px;
    height: 40px;
    display: grid;
    place-items: center;
    border-radius: var(--zs-radius);
    color: var(--zs-ink2);
    flex: none;
  }
  .icon-button:hover { background: var(--zs-hued); color: var(--zs-ink); }
  .icon-button[aria-pressed='true'] { background: var(--zs-accent-tint1); color: var(--zs-accent); }
  .segments {
    display: inline-flex;
    background: var(--zs-sunken);
    border-radius: 6px;
    padding: 3px;
    gap: 2px;
  }
  .segments button {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    padding: 0 12px;
    height: 30px;
    border-radius: var(--zs-radius);
    color: var(--zs-ink2);
    font-weight: 500;
    white-space: nowrap;
  }
  .segments button[aria-pressed='true'] { background: #fff; color: var(--zs-ink); box-shadow: 0 1px 2px rgb(29 32 52 / 0.18); }
  .panel { background: var(--zs-surface); border-radius: var(--zs-radius-panel); box-shadow: var(--zs-shadow); }
  .flat { background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    height: 24px;
    padding: 0 8px 0 6px;
    border-radius: var(--zs-radius);
    border: 1px solid var(--zs-line2);
    background: var(--zs-hued);
    color: var(--zs-ink2);
    font: 500 12px/16px var(--zs-font);
    white-space: nowrap;
  }
  .badge.warn { background: var(--zs-warn-tint); color: var(--zs-warn); border-color: #e0b77a; }
  .badge.danger { background: var(--zs-danger-tint); color: var(--zs-danger); border-color: #efb4ad; }
  .badge.ok { background: var(--zs-ok-tint); color: var(--zs-ok); border-color: #9ad3bf; }
  .badge.accent { background: var(--zs-accent-tint1); color: var(--zs-accent); border-color: #b2c4e9; }
  @media (max-width: 699px) {
    .icon-button { width: 44px; height: 44px; }
    .button { min-height: 44px; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { transition: none !important; animation: none !important; }
  }
`;

/** First entry of every component's `static styles`. */
export const baseStyles = [tokens, elements, type, controls];
