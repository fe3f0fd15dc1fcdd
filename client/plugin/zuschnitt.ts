// The plugin: both custom elements in one module, for pages of other people. Docs: docs/plugin.md.
import '../editor/zuschnitt-editor.ts';
import '../map/zuschnitt-map.ts';

export { ZuschnittEditor } from '../editor/zuschnitt-editor.ts';
export { ZuschnittMap } from '../map/zuschnitt-map.ts';
export { language, setLanguage, type Language } from '../i18n/i18n.ts';
