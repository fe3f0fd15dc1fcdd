// Layout of the public page: map beside the text; on a phone the map on top, then everything below it.
import { css } from 'lit';

export const publicStyles = css`
  :host { display: flex; flex-direction: column; min-height: 0; background: var(--zs-surface); }
  header { display: flex; align-items: center; gap: 12px; height: var(--zs-bar-height); padding: 0 16px; border-bottom: 1px solid var(--zs-line); flex: none; }
  .brand { display: inline-flex; align-items: center; gap: 8px; font-size: 16px; }
  .brand b { font-weight: 600; }
  .town { color: var(--zs-ink3); padding-left: 12px; border-left: 1px solid var(--zs-line2); }
  .language { margin-left: auto; }
  .center { flex: 1; display: grid; place-items: center; padding: 16px; }
  .page { flex: 1 1 auto; min-height: 0; display: grid; grid-template-columns: 1fr 440px; }
  .text { overflow-y: auto; padding: 20px 24px 40px; border-left: 1px solid var(--zs-line2); font-size: 16px; line-height: 24px; }
  h1 { font: 600 28px/34px var(--zs-font); letter-spacing: -0.01em; overflow-wrap: anywhere; }
  h2 { font: 600 18px/26px var(--zs-font); margin: 22px 0 6px; }
  .text > p { margin-top: 6px; }
  .zones { display: flex; flex-wrap: wrap; gap: 8px; }
  .zones button { min-height: 36px; padding: 0 12px; border: 1px solid var(--zs-control); border-radius: 18px; background: #fff; }
  .zones button:hover { background: var(--zs-hued); }
  .zones [aria-pressed='true'] { border-color: var(--zs-accent); background: var(--zs-accent-tint1); color: var(--zs-accent); font-weight: 600; }
  .say { margin-top: 24px; padding: 4px 16px 16px; display: grid; gap: 10px; justify-items: start; }
  .say h2 { margin-top: 10px; }
  .say label:not(.radio) { display: grid; gap: 2px; width: 100%; }
  .say fieldset { border: 0; margin: 0; padding: 0; }
  .radio { display: flex; align-items: center; gap: 10px; min-height: 36px; }
  .radio input { width: 18px; height: 18px; accent-color: var(--zs-accent); }
  .field { width: 100%; min-height: 40px; padding: 6px 10px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: #fff; font: inherit; }
  textarea.field { resize: vertical; }
  .sent, .refusal { display: flex; gap: 8px; align-items: center; padding: 8px 10px; border-radius: var(--zs-radius); width: 100%; }
  .sent { background: var(--zs-ok-tint); color: var(--zs-ok); }
  .refusal { background: var(--zs-danger-tint); color: var(--zs-danger); }
  .comments li { padding: 12px 0; border-top: 1px solid var(--zs-line); }
  .head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; }
  .head b { font-weight: 600; }
  .body { white-space: pre-line; overflow-wrap: anywhere; }
  .reply { margin: 8px 0 0 8px; padding-left: 12px; border-left: 2px solid var(--zs-line2); }
  .where { padding: 0; gap: 6px; }
  @media (max-width: 899px) {
    :host { overflow-y: auto; }
    .page { display: block; }
    zs-public-map { height: 46vh; min-height: 240px; }
    /* The place is chosen on the map while the form is written below it. */
    zs-public-map[picking] { position: sticky; top: 0; z-index: 2; height: 38vh; border-bottom: 1px solid var(--zs-line2); }
    .text { overflow: visible; border-left: 0; padding: 16px 16px 40px; }
    .zones button { min-height: 44px; border-radius: 22px; }
    .radio { min-height: 44px; }
  }
`;
