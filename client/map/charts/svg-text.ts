// A Lit drawing as text for a file.
import { render, type SVGTemplateResult, type TemplateResult } from 'lit';

/** `drawing` is one whole `<svg>`. */
export function svgText(drawing: TemplateResult | SVGTemplateResult): string {
  const holder = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  render(drawing, holder as unknown as HTMLElement);
  // Lit's own marks are comments, which a file does not need.
  return new XMLSerializer().serializeToString(holder.firstElementChild!).replace(/<!--[\s\S]*?-->/g, '');
}
