// The paper of the audit: A4 upright, what it is in the head, page numbers in the foot. `@page` holds for a document, not for a shadow root.
import { t } from '../i18n/i18n.ts';

const sheet = new CSSStyleSheet();

const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replace(/\s+/g, ' ')}"`;

/** Called before printing; a later call replaces the earlier one. */
export function setPaper(head: string): void {
  const page = t('privacy.pageOf').split(/(\{page\}|\{pages\})/);
  const numbers = page.map((part) => (part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : quoted(part))).join(' ');
  const font = "font: 8pt 'Fira Sans', sans-serif; color: #333;";
  sheet.replaceSync(`
    @page { size: A4 portrait; margin: 20mm 18mm 18mm 20mm;
      @top-left { content: ${quoted(head)}; ${font} }
      @bottom-right { content: ${numbers}; ${font} } }
    @media print { zs-app-bar { display: none; } }`);
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
