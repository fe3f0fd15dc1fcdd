// Page /imports: files come in.
import '../shell/page.ts';
import './zuschnitt-imports.ts';
import { accountOf } from '../shell/account.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const element = document.querySelector('zs-imports')!;
element.account = accountOf('imports');

const describe = () => (document.title = `${t('shell.navImports')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
