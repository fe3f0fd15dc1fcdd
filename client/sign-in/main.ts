// Page /sign-in: sign in; who is signed in already sees the own account, changes the password, signs out.
import '../shell/page.ts';
import './zuschnitt-sign-in.ts';
import { session } from '../shell/account.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const describe = () => (document.title = `${t(session() === null ? 'signIn.title' : 'signIn.account')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
