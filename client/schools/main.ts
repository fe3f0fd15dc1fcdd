// Page /schools: catchments of primary schools, what a plan of them does to whom, and which school is responsible for an address.
import '../shell/page.ts';
import './zuschnitt-schools.ts';
import { onLanguageChange, t } from '../i18n/i18n.ts';

const describe = () => (document.title = `${t('shell.navSchools')} – ${t('shell.product')}`);
describe();
onLanguageChange(describe);
