// Layout of the start page: hero, two columns, cards; one column and a row that scrolls sideways on small screens.
import { css } from 'lit';

export const startStyles = css`
  :host { display: block; min-height: 60vh; }
  .hero { position: relative; background: var(--zs-surface); border-bottom: 1px solid var(--zs-line); min-height: 188px; }
  .words { position: relative; z-index: 2; padding: 16px 24px 20px; max-width: 688px; }
  .words h1 { margin: 0 0 12px; }
  .recent { margin-top: 10px; display: flex; flex-wrap: wrap; gap: 4px 14px; }
  .recent a, .head a { font-weight: 500; }
  zs-town-picture { position: absolute; right: 0; top: 0; bottom: 0; width: 52%; z-index: 1; }
  .body { padding: 16px 24px 32px; max-width: 1560px; margin: 0 auto; box-sizing: border-box; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr) 456px; gap: 24px; align-items: start; }
  .head { display: flex; justify-content: space-between; align-items: center; min-height: 36px; margin-bottom: 6px; }
  .row { display: flex; align-items: center; gap: 12px; min-height: 61px; padding: 8px 16px; border-top: 1px solid var(--zs-line); }
  .row:first-child { border-top: 0; }
  .calm { display: flex; align-items: center; gap: 12px; min-height: 61px; padding: 8px 16px; }
  .calm .text > span { white-space: normal; }
  .row.small { min-height: 61px; }
  .sign { width: 40px; height: 40px; border-radius: var(--zs-radius); display: grid; place-items: center; background: var(--zs-accent-tint1); color: var(--zs-accent); flex: none; }
  .sign.warn, .tag.warn { background: var(--zs-warn-bg); color: var(--zs-warn); }
  .sign.danger, .tag.danger { background: var(--zs-danger-bg); color: var(--zs-danger); }
  .tag { font: 500 12px/16px var(--zs-font); padding: 4px 8px; border-radius: var(--zs-radius); white-space: nowrap; background: var(--zs-hued); color: var(--zs-ink2); flex: none; }
  .badge { display: inline-grid; place-items: center; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px; background: var(--zs-accent); color: #fff; font: 600 12px/16px var(--zs-font); vertical-align: 2px; box-sizing: border-box; }
  .draft { padding: 12px 16px; border-top: 1px solid var(--zs-line); }
  .draft:first-child { border-top: 0; }
  .draft-head { display: flex; justify-content: space-between; gap: 12px; }
  .draft-head b { font-weight: 600; min-width: 0; overflow-wrap: anywhere; }
  .draft-head a { color: inherit; text-decoration: none; }
  .draft-head a:hover { color: var(--zs-accent); text-decoration: underline; }
  .draft .tag { display: inline-block; margin-top: 6px; }
  .steps { display: grid; grid-template-columns: repeat(4, 1fr); margin: 8px -8px 0; font: 400 12px/16px var(--zs-font); color: var(--zs-ink3); }
  .steps li { display: grid; justify-items: center; gap: 2px; position: relative; text-align: center; }
  .steps li + li::before { content: ''; position: absolute; top: 8px; right: calc(50% + 10px); width: calc(100% - 20px); border-top: 2px solid var(--zs-line2); }
  .steps .done + li::before { border-color: var(--zs-accent); }
  .dot { width: 16px; height: 16px; border-radius: 50%; border: 2px solid var(--zs-line2); background: #fff; box-sizing: border-box; display: grid; place-items: center; color: #fff; }
  .done .dot { background: var(--zs-accent); border-color: var(--zs-accent); }
  .now .dot { border: 5px solid var(--zs-accent); }
  .now { color: var(--zs-accent); font-weight: 600; }
  .text { flex: 1; min-width: 0; }
  .text b { font-weight: 600; display: block; }
  .text b a { color: inherit; text-decoration: none; }
  .text b a:hover { color: var(--zs-accent); text-decoration: underline; }
  .text > span { color: var(--zs-ink2); display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .row .button { min-width: 112px; }
  .body section { margin-top: 8px; }
  .cards { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 16px; }
  .card { overflow: hidden; }
  zs-zone-preview { height: 132px; border-bottom: 1px solid var(--zs-line); }
  .card-text { padding: 10px 13px 12px; }
  .card-head { display: flex; justify-content: space-between; gap: 8px; }
  .card-head b { font-weight: 600; }
  .card-text a, .card-text .none { display: flex; align-items: center; gap: 6px; margin-top: 4px; font-weight: 500; text-decoration: none; min-height: 24px; }
  .card-text a:hover { text-decoration: underline; }
  .card-text .none { color: var(--zs-ink3); }
  .card-text .none.ok { color: var(--zs-ok); }
  .card-text p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .news { margin-top: 20px; padding-top: 12px; border-top: 1px solid var(--zs-line2); display: flex; flex-wrap: wrap; gap: 4px 28px; color: var(--zs-ink2); }
  .news b { color: var(--zs-ink3); font-weight: 500; }
  .news strong { font-weight: 500; color: var(--zs-ink); }

  @media (max-width: 1279px) {
    .columns { grid-template-columns: minmax(0, 1fr) minmax(0, 380px); }
    .cards { grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); }
  }
  @media (max-width: 899px) {
    .columns { grid-template-columns: minmax(0, 1fr); gap: 8px; }
    zs-town-picture { opacity: 0.5; }
  }
  @media (max-width: 699px) {
    .hero { min-height: 0; }
    .words { padding: 12px 16px 16px; }
    zs-town-picture { display: none; }
    .body { padding: 8px 16px 24px; }
    .cards { display: flex; overflow-x: auto; gap: 12px; margin: 0 -16px; padding: 0 16px 4px; scroll-snap-type: x proximity; }
    .card { flex: 0 0 232px; scroll-snap-align: start; scroll-margin-left: 16px; }
    .row { padding: 8px 12px; flex-wrap: nowrap; }
    .text > span { white-space: normal; }
    .row .button { min-width: 0; padding: 0 12px; }
    .inbox .row { display: grid; grid-template-columns: 40px minmax(0, 1fr) auto; }
    .inbox .row .text { grid-column: 2 / 4; }
    .inbox .row .tag { grid-column: 2; justify-self: start; }
    .inbox .row .button { grid-column: 3; }
    .recent a, .head a { min-height: 44px; display: inline-flex; align-items: center; }
    .card-text a { min-height: 44px; margin-top: 0; }
    .recent { gap: 0 16px; align-items: center; margin-top: 4px; }
    .words h1 { font: 600 24px/30px var(--zs-font); }
  }
`;
