// Layout of the page: map 588 beside the tables at 1440; below that the map on top, 400 high, on phones 270.
import { css } from 'lit';
import { alternativesStyles } from './panels/alternatives-card.ts';
import { comparisonStyles } from './panels/cut-comparison-list.ts';
import { housingStyles } from './panels/housing-card.ts';
import { reachStyles } from './panels/reach-section.ts';
import { phaseStyles } from './panels/phase-in.ts';
import { cardStyles } from './panels/school-cards.ts';
import { classMeterStyles } from './panels/class-meter.ts';
import { findingStyles } from './panels/data-findings.ts';
import { detailStyles } from './panels/school-detail.ts';
import { frontierStyles } from './panels/frontier-chart.ts';
import { legendStyles } from './panels/map-legend.ts';
import { moversStyles } from './panels/movers-card.ts';
import { settingsStyles } from './panels/settings-dialog.ts';
import { subBarStyles } from './panels/sub-bar.ts';
import { utilisationStyles } from './panels/utilisation-table.ts';
import { dialogStyles } from './panels/weights-dialog.ts';

const layout = css`
  :host { display: flex; flex-direction: column; height: 100%; min-height: 0; background: var(--zs-hued); }
  .work { flex: 1 1 auto; min-height: 0; display: grid; grid-template-columns: 588px minmax(0, 1fr); }
  .map-side { position: relative; min-height: 0; border-right: 1px solid var(--zs-line2); }
  .map-side zs-schools-map { position: absolute; inset: 0; }
  .map-side zs-address-search { position: absolute; left: 12px; top: 12px; width: 300px; z-index: 3; }
  .map-side .legend { position: absolute; left: 12px; bottom: 12px; width: min(430px, calc(100% - 24px)); z-index: 2; }
  .map-side zs-progress { position: absolute; left: 12px; top: 64px; width: 300px; z-index: 3; }
  .side { overflow-y: auto; min-width: 0; padding: 12px; display: grid; gap: 12px; align-content: start; grid-template-columns: minmax(0, 1.02fr) minmax(0, 1fr); grid-auto-rows: max-content; }
  .side > * { min-width: 0; grid-column: 1 / -1; }
  .side > .movers, .side > .alternatives { grid-column: auto; }
  .side > .alternatives:only-of-type { grid-column: 1 / -1; }
  .notices { display: grid; gap: 8px; }
  .notices:empty { display: none; }
  .page-message { padding: 32px 24px; max-width: 720px; }
  .schools-list li { padding: 10px 16px; border-top: 1px solid var(--zs-line); display: grid; gap: 2px; }
  .schools-list li b { font-weight: 600; }

  @media (max-width: 1439px) {
    :host { overflow-y: auto; display: block; }
    .work { display: block; }
    .map-side { height: 400px; border-right: 0; border-bottom: 1px solid var(--zs-line2); }
    .side { overflow: visible; }
  }
  @media (max-width: 1023px) {
    .side { grid-template-columns: minmax(0, 1fr); }
  }
  @media (max-width: 699px) {
    .map-side { height: auto; border: 0; }
    .map-side zs-schools-map { position: relative; inset: auto; height: 270px; }
    .map-side .legend { position: static; width: auto; }
    .map-side zs-address-search { position: relative; left: auto; top: auto; width: auto; }
    zs-address-search { padding: 12px 16px; background: var(--zs-surface); }
    .map-side zs-progress { left: 16px; right: 16px; top: 16px; width: auto; }
    .side { padding: 0 0 24px; gap: 0; }
    .side > .notices { padding: 12px 16px; }
    .side > .flat { border: 0; border-bottom: 1px solid var(--zs-line); border-radius: 0; }
  }
  @media (forced-colors: active) {
    .step0, .step1, .step2, .step3, .step4, .hatched, .missing, .withheld, .from-to i { forced-color-adjust: none; }
    .steps i { forced-color-adjust: none; }
    .frontier text, .year-chart text { fill: CanvasText; }
    .frontier .front, .year-chart path.now { stroke: CanvasText; }
  }
`;

export const schoolsStyles = [
  subBarStyles,
  utilisationStyles,
  phaseStyles,
  classMeterStyles,
  cardStyles,
  moversStyles,
  housingStyles,
  comparisonStyles,
  frontierStyles,
  alternativesStyles,
  detailStyles,
  reachStyles,
  findingStyles,
  legendStyles,
  dialogStyles,
  settingsStyles,
  layout,
];
