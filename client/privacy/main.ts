// Page /privacy: the desk where releases are checked, decided and kept.
import '../shell/page.ts';
import './zuschnitt-privacy.ts';
import { accountOf } from '../shell/account.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const element = document.querySelector('zs-privacy')!;
element.account = accountOf('privacy');

const describe = () => (document.title = `${t('shell.navPrivacy')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
