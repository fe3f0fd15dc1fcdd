// Vite plugin: lets the development server answer /map too. It sends on to /map/, since sources are found beside the page.
import type { Plugin } from 'vite';

export function pageFolders(folders: readonly string[]): Plugin {
  return {
    name: 'page-folders',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [path = '', query] = (request.url ?? '').split('?');
        if (!folders.includes(path.slice(1)) || request.method !== 'GET') {
          next();
          return;
        }
        response.writeHead(302, { Location: `${path}/${query === undefined ? '' : `?${query}`}` });
        response.end();
      });
    },
  };
}
