// What every page starts with: tokens, fonts, the app bar.
import 'virtual:kern-tokens.css';
import './tokens.css';
import './page.css';
import './app-bar.ts';
import { language } from '../i18n/i18n.ts';
import { loadFonts } from './fonts.ts';

document.documentElement.lang = language();
void loadFonts();
