// Page /map: the public map of what was released.
import '../shell/page.ts';
import './zuschnitt-map.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const describe = () => (document.title = `${t('shell.navMap')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
