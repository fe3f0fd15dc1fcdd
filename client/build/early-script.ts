// Vite plugin: puts a small script that is built by itself at the head of one page, to run before the page's own scripts are there.
import type { Plugin } from 'vite';

/** `entry`: name of the script among the build's inputs. The development server's pages go without. */
export function earlyScript(page: string, entry: string): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { path, bundle }) {
        if (path !== page) return [];
        const chunk = Object.values(bundle ?? {}).find((file) => file.type === 'chunk' && file.isEntry && file.name === entry);
        if (chunk === undefined) throw new Error(`no chunk of ${entry} for ${page}`);
        return [{ tag: 'script', attrs: { type: 'module', async: true, src: `/${chunk.fileName}` }, injectTo: 'head-prepend' }];
      },
    },
  };
}
