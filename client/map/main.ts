// Page /map: the public map of what was released.
import '../shell/page.ts';
import './zuschnitt-map.ts';
import { accountOf } from '../shell/account.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const element = document.querySelector('zuschnitt-map')!;
element.account = accountOf('map');
document.addEventListener('account-change', () => (element.account = accountOf('map')));

const describe = () => (document.title = `${t('shell.navMap')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
