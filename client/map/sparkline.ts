// A course over the years as a bare line in a list.
import { html, nothing, svg } from 'lit';

const SPARK = { width: 44, height: 16 };

/** Dates without a number leave a gap. */
export function sparkline(values: readonly (number | undefined)[]) {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return nothing;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const spread = most - least || 1;
  const x = (index: number) => 3 + (index / (values.length - 1)) * (SPARK.width - 6);
  const y = (value: number) => 3 + (1 - (value - least) / spread) * (SPARK.height - 6);
  let path = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (value === undefined) pen = 'M';
    else {
      path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
    }
  });
  const last = values.at(-1);
  return html`<svg width=${SPARK.width} height=${SPARK.height} aria-hidden="true" focusable="false">
    <path d=${path} fill="none" stroke="var(--zs-control)" stroke-width="1.3" stroke-linejoin="round" />
    ${last === undefined ? nothing : svg`<circle cx=${x(values.length - 1)} cy=${y(last)} r="2" fill="var(--zs-ink2)"/>`}
  </svg>`;
}
