// Page /map.
import '../shell/page.ts';
