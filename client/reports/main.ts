// Page /reports: the typology of zones, step by step.
import '../shell/page.ts';
import './reports-page.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const describe = () => (document.title = `${t('shell.navReports')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
