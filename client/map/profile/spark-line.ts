// A small course: the zone in the accent, the city dashed; open where there is no number, which then has its sign on the base.
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Measure } from '../../api-types.ts';
import { ACCENT, CONTROL, INK, MISSING, WITHHELD_GROUND } from '../../shell/palette.ts';

const WIDTH = 104;
const HEIGHT = 28;
const PAD = 4;

/** `wholes` none: a count, whose city is on another scale. The scale is that of the row's own values. */
export function sparkLine(values: readonly Measure[], wholes: readonly Measure[], label: string): TemplateResult | typeof nothing {
  const numbers = [...values, ...wholes].flatMap((measure) => (measure.state === 'value' ? [measure.value] : []));
  if (values.length < 2) return nothing;
  const [least, most] = numbers.length === 0 ? [0, 1] : [Math.min(...numbers), Math.max(...numbers)];
  const x = (i: number) => PAD + (i / (values.length - 1)) * (WIDTH - 2 * PAD);
  const y = (value: number) => (most > least ? HEIGHT - PAD - ((value - least) / (most - least)) * (HEIGHT - 2 * PAD) : HEIGHT / 2);
  const path = (measures: readonly Measure[]) => {
    let text = '';
    let pen = 'M';
    measures.forEach((measure, i) => {
      if (measure.state === 'value') text += `${pen}${x(i).toFixed(1)} ${y(measure.value).toFixed(1)}`;
      pen = measure.state === 'value' ? 'L' : 'M';
    });
    return text;
  };
  const last = values.at(-1)!;
  return html`<svg class="spark" width=${WIDTH} height=${HEIGHT} role="img" aria-label=${label}>
    <path d=${path(wholes)} fill="none" stroke=${INK} stroke-width="1" stroke-dasharray="3 2"/>
    <path d=${path(values)} fill="none" stroke=${ACCENT} stroke-width="1.8" stroke-linejoin="round"/>
    ${values.map((measure, i) => (measure.state === 'value' ? nothing : svg`<rect x=${x(i) - 2.5} y=${HEIGHT - 6} width="5" height="5" fill=${measure.state === 'missing' ? MISSING : WITHHELD_GROUND} stroke=${CONTROL} stroke-width="0.8"/>${measure.state === 'withheld' ? svg`<path d=${`M${x(i) - 2.5} ${HEIGHT - 1}l5 -5`} stroke=${CONTROL} stroke-width="0.9"/>` : nothing}`))}
    ${last.state === 'value' ? svg`<circle cx=${x(values.length - 1)} cy=${y(last.value)} r="2.6" fill=${ACCENT}/>` : nothing}
  </svg>`;
}
