// Vite plugin: has a page fetch its fonts and first answers while its scripts are still on their way, by links at its head.
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** `answers`: addresses on the same server, each asked for once and without waiting. The development server's pages go without. */
export function earlyLinks(page: string, answers: readonly string[]): Plugin {
  return {
    name: 'early-links',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, bundle }): HtmlTagDescriptor[] {
        if (path !== page) return [];
        const fonts = Object.keys(bundle ?? {}).filter((file) => /\/fira-sans-latin-.*\.woff2$/.test(file));
        if (fonts.length === 0) throw new Error(`no fonts for ${page}`);
        const preload = (href: string, attrs: Record<string, string>): HtmlTagDescriptor => ({ tag: 'link', attrs: { rel: 'preload', href, crossorigin: true, ...attrs }, injectTo: 'head' });
        // Scripts stand before them and go first: without them nothing can be shown.
        return [...answers.map((href) => preload(href, { as: 'fetch' })), ...fonts.map((file) => preload(`/${file}`, { as: 'font', type: 'font/woff2' }))];
      },
    },
  };
}
