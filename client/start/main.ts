// Page /: what is there to see, and where to go on.
import '../shell/page.ts';
import './start-page.ts';
import { accountOf } from '../shell/account.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const element = document.querySelector('zs-start')!;
element.account = accountOf('start');

const describe = () => (document.title = `${t('shell.navStart')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
