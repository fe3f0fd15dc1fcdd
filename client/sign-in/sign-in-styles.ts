// Layout of the page to sign in: one card, its fields as wide as it is.
import { css } from 'lit';

export const signInStyles = css`
  :host { display: block; padding: 40px 16px 32px; }
  .card { max-width: 432px; margin: 0 auto; padding: 28px 32px 32px; background: var(--zs-surface); border: 1px solid var(--zs-line); border-radius: var(--zs-radius-panel); }
  .card + .card { margin-top: 16px; }
  h1 { margin: 0 0 4px; }
  h2 { margin: 0 0 12px; }
  .lead { color: var(--zs-ink2); margin-bottom: 20px; }
  label { display: block; font-weight: 500; margin: 16px 0 4px; }
  .hint { color: var(--zs-ink3); font-size: 12px; line-height: 16px; margin-top: 4px; }
  input { width: 100%; height: 44px; padding: 0 12px; border: 1px solid var(--zs-control); border-radius: var(--zs-radius); background: var(--zs-surface); font-size: 16px; }
  input[aria-invalid='true'] { border-color: var(--zs-danger); }
  .button { width: 100%; min-height: 44px; margin-top: 20px; }
  .or { display: flex; align-items: center; gap: 12px; margin-top: 20px; color: var(--zs-ink3); }
  .or::before, .or::after { content: ''; flex: 1; border-top: 1px solid var(--zs-line); }
  .or + .button { margin-top: 12px; }
  .note { display: flex; gap: 10px; padding: 10px 12px; border-radius: var(--zs-radius); margin: 16px 0 0; }
  .note.bad { background: var(--zs-danger-tint); color: var(--zs-danger); }
  .note.good { background: var(--zs-ok-tint); color: var(--zs-ok); }
  .below { max-width: 432px; margin: 16px auto 0; color: var(--zs-ink2); }
  .below a { display: inline-flex; align-items: center; min-height: 44px; font-weight: 500; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 16px; margin: 16px 0 0; }
  dt { color: var(--zs-ink3); }
  @media (max-width: 699px) {
    :host { padding: 16px 12px 24px; }
    .card { padding: 20px 16px 24px; }
  }
`;
