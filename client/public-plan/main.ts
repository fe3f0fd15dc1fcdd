// Page /public/plans/{token}: a draft as the public sees it.
import 'virtual:kern-tokens.css';
import '../shell/tokens.css';
import '../shell/page.css';
import { language } from '../i18n/i18n.ts';
import { loadFonts } from '../shell/fonts.ts';
import './zuschnitt-public-plan.ts';

document.documentElement.lang = language();
void loadFonts();
