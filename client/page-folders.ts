// Vite plugin: lets the development server answer /map like the real one, which needs no closing slash.
import type { Plugin } from 'vite';

export function pageFolders(folders: readonly string[]): Plugin {
  return {
    name: 'page-folders',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path = '', query] = (request.url ?? '').split('?');
        if (folders.includes(path.slice(1))) request.url = `${path}/${query === undefined ? '' : `?${query}`}`;
        next();
      });
    },
  };
}
