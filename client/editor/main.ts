// Page /editor.
import '../shell/page.ts';
import './zuschnitt-editor.ts';
