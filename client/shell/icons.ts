// Our own icons: 24 px grid, one stroke of 1.75, no fill; drawn inline so that they take the text's colour.
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const PATHS = {
  arrowRight: svg`<path d="M4 12h16M14 6l6 6-6 6"/>`,
  balance: svg`<path d="M12 4.5v15M7 19.5h10M5 8.5h14"/><path d="m5 8.5-2.5 6h5L5 8.5ZM19 8.5l-2.5 6h5L19 8.5Z"/>`,
  brush: svg`<path d="M20 4 10.5 13.5M9 12l3 3c0 3-2 5-7 5 1.5-1 1.5-2 1.5-3.5A3 3 0 0 1 9 12Z"/><path d="m12 15 8-11"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  chevronDown: svg`<path d="m6 9 6 6 6-6"/>`,
  chevronRight: svg`<path d="m9 6 6 6-6 6"/>`,
  chevronUp: svg`<path d="m6 15 6-6 6 6"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  comment: svg`<path d="M4 5h16v11H10.5L6 19.5V16H4Z"/>`,
  compare: svg`<path d="M12 3.5v17M9 7l-5 5 5 5M15 7l5 5-5 5"/>`,
  download: svg`<path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"/>`,
  eye: svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z"/><circle cx="12" cy="12" r="2.75"/>`,
  file: svg`<path d="M6 3.5h8l4.5 4.5v12.5H6z"/><path d="M14 3.5V8h4.5"/>`,
  flag: svg`<path d="M6 21V4.5M6 5c4-2.5 7 2 12 0v8c-5 2-8-2.5-12 0"/>`,
  fill: svg`<path d="M5 5h14v14H5z"/><path d="M9 9h6v6H9z" stroke-dasharray="2.4 1.8"/>`,
  filter: svg`<path d="M4 5h16l-6.5 7.5V19l-3-1.5v-5L4 5Z" stroke-linejoin="round"/>`,
  fit: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>`,
  hand: svg`<path d="M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-5.5a1.5 1.5 0 0 1 3 0V11m0-3.5a1.5 1.5 0 0 1 3 0V14c0 4-2.5 6.5-6 6.5-3 0-4.5-1.5-5.5-3.5L4 13.5c-.5-1 .8-2 1.8-1L8 14.5"/>`,
  heal: svg`<path d="M5 5h14v14H5z"/><path d="M12 5v3.5M12 15.5V19M9.5 12h5M12 9.5v5"/>`,
  help: svg`<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5A2.5 2.5 0 0 1 12 7.5c1.5 0 2.5 1 2.5 2.2 0 1.8-2.5 2-2.5 3.8"/><path d="M12 16.5v.01"/>`,
  history: svg`<path d="M4 5v4.5h4.5"/><path d="M4.6 9.5A8 8 0 1 1 4 13"/><path d="M12 8v4.5l3 1.5"/>`,
  image: svg`<path d="M4 5.5h16v13H4z"/><path d="m4 16 5-5 4 4 2.5-2.5L20 17"/><path d="M15.5 9v.01" stroke-width="2.5"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.01"/>`,
  knife: svg`<path d="M5 6h14v12H5z"/><path d="m8 21 8-18"/>`,
  lasso: svg`<path d="M12 4.5c5 0 8.5 2.3 8.5 5.5s-3.5 5.5-8.5 5.5c-1 0-2-.1-2.9-.3M6.5 14C4.6 13 3.5 11.6 3.5 10c0-3.2 3.5-5.5 8.5-5.5"/><circle cx="7.5" cy="15.5" r="1.75"/><path d="M8 17c.5 2-.5 3-2.5 3.5"/>`,
  layers: svg`<path d="m12 4 8.5 4.5L12 13 3.5 8.5 12 4Z"/><path d="m4 13 8 4.25L20 13"/>`,
  line: svg`<path d="M5.5 17.5 10 10l4.5 3.5L19 6"/><circle cx="5" cy="18.5" r="1.75"/><circle cx="19.5" cy="5" r="1.75"/>`,
  link: svg`<path d="M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5"/><path d="M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5"/>`,
  lock: svg`<rect x="5.5" y="11" width="13" height="9" rx="1.5"/><path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>`,
  map: svg`<path d="m3.5 6.5 5.5-2 6 2 5.5-2v13l-5.5 2-6-2-5.5 2v-13Z"/><path d="M9 4.5v13M15 6.5v13"/>`,
  menu: svg`<path d="M4 7h16M4 12h16M4 17h16"/>`,
  merge: svg`<path d="M5 5v2c0 3 7 3.5 7 7v5M19 5v2c0 3-7 3.5-7 7M8.5 16l3.5 3.5 3.5-3.5"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  more: svg`<path d="M5.5 12v.01M12 12v.01M18.5 12v.01" stroke-width="3"/>`,
  offline: svg`<path d="M4 4l16 16M8.5 15.5a5 5 0 0 1 6-.8M5 12a10 10 0 0 1 4.5-2.5M12 9a10 10 0 0 1 7 3M12 19v.01"/>`,
  partZone: svg`<path d="M5 5h14v14H5z"/><path d="M12 3v4M12 10v4M12 17v4"/>`,
  pause: svg`<path d="M8.5 5.5v13M15.5 5.5v13" stroke-width="3"/>`,
  pencil: svg`<path d="m14.5 5.5 4 4L8.5 19.5l-5 1 1-5 10-10Z"/>`,
  play: svg`<path d="M8 5.5v13l10.5-6.5L8 5.5Z" fill="currentColor" stroke-linejoin="round"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  pointer: svg`<path d="m6 4 12.5 7.5-5.5 1.5-2.5 5.5L6 4Z"/>`,
  printer: svg`<path d="M7 9V4h10v5M7 17H4.5v-6.5A1.5 1.5 0 0 1 6 9h12a1.5 1.5 0 0 1 1.5 1.5V17H17"/><path d="M7 14.5h10V20H7z"/>`,
  rectangle: svg`<path d="M5 6h14v12H5z" stroke-dasharray="3.2 2.4"/>`,
  redo: svg`<path d="M20 5v5h-5"/><path d="M19.5 10A8 8 0 1 0 20 13.5"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5 5"/>`,
  shield: svg`<path d="M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6l-7-2.5Z"/>`,
  side: svg`<path d="M4 17 20 7"/><path d="M7 18.5 9 17M11 19l4-2.6M15.5 19l4-2.6M19.5 13.5V13" />`,
  split: svg`<path d="M12 19v-5c0-3.5-7-4-7-7V5m7 9c0-3.5 7-4 7-7V5"/><path d="M5 5v.01M19 5v.01"/>`,
  share: svg`<path d="M12 15V4M8 7.5 12 4l4 3.5M6.5 11H5v9h14v-9h-1.5"/>`,
  star: svg`<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8L12 3.5Z" stroke-linejoin="round"/>`,
  starFull: svg`<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1.1 5.9-5.3-2.9-5.3 2.9 1.1-5.9L3.5 9.7l5.9-.8L12 3.5Z" stroke-linejoin="round" fill="currentColor"/>`,
  street: svg`<path d="M8 4 5 20M16 4l3 16M12 5v2.5M12 11v2.5M12 17v2.5"/>`,
  table: svg`<path d="M4 5.5h16v13H4zM4 10h16M9.5 5.5v13"/>`,
  target: svg`<circle cx="12" cy="12" r="7"/><path d="M12 2.5V8M12 16v5.5M2.5 12H8M16 12h5.5"/>`,
  undo: svg`<path d="M4 5v5h5"/><path d="M4.5 10A8 8 0 1 1 4 13.5"/>`,
  unlock: svg`<rect x="5.5" y="11" width="13" height="9" rx="1.5"/><path d="M8.5 11V8a3.5 3.5 0 0 1 6.8-1.2"/>`,
  upload: svg`<path d="M12 15V4M7 8.5 12 4l5 4.5M5 20h14"/>`,
  user: svg`<circle cx="12" cy="8.5" r="3.75"/><path d="M4.5 20c.8-4 3.7-5.5 7.5-5.5s6.7 1.5 7.5 5.5"/>`,
  warning: svg`<path d="M12 4.5 3.5 19h17L12 4.5Z" stroke-linejoin="round"/><path d="M12 10v4.5M12 16.75v.01"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof PATHS;

/** Decorative: whoever uses it names the control in words. */
export function icon(name: IconName, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${PATHS[name]}
  </svg>`;
}

/** Full triangles for up and down (the font has none). */
export function triangle(direction: 'up' | 'down', size = 8): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 8 8" fill="currentColor" aria-hidden="true" focusable="false">
    ${direction === 'up' ? svg`<path d="M4 1 7.8 7H.2z"/>` : svg`<path d="M4 7 .2 1h7.6z"/>`}
  </svg>`;
}

/** The product's sign: one area, cut in two. */
export function logo(): TemplateResult {
  return html`<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="M1 2h11.5L8 22H1z" fill="var(--zs-accent)" />
    <path d="M16 2.9h7.1v18.2H11.9z" fill="none" stroke="var(--zs-ink)" stroke-width="1.8" stroke-linejoin="miter" />
  </svg>`;
}
