// Page /: what is there to see, and where to go on.
import '../shell/page.ts';
