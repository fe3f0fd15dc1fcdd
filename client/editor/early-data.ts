// Asks for what the editor opens with before its scripts are there: a megabyte of them and the data then come at the same time. Stands
// in the page as a script of its own and imports nothing; early-answers.ts hands the answers out.
const plan = new URLSearchParams(location.search).get('plan');
// Who is not signed in is sent to sign in.
if (plan !== null && plan !== '' && document.cookie.includes('zuschnitt_csrf=')) {
  const answers = new Map<string, Promise<Response>>();
  globalThis.zuschnittEarly = answers;
  const ask = (path: string, options: RequestInit = {}) => {
    const answer = fetch(path, { headers: { Accept: 'application/json' }, ...options });
    // Whoever takes it up tells why it failed.
    answer.catch(() => undefined);
    answers.set(path, answer);
    return answer;
  };
  const address = `/plans/${encodeURIComponent(plan)}`;
  ask('/session', { cache: 'no-store' });
  const blocks = ask(`${address}/blocks`);
  ask(address);
  ask('/municipality');
  ask('/geographies');
  void askForOutlines(blocks, ask);
}

/** Blocks of a plan say on which stand they are. */
export async function askForOutlines(coming: Promise<Response>, ask: (path: string) => unknown): Promise<void> {
  try {
    const blocks = await coming;
    if (!blocks.ok) return;
    const { blockSet } = (await blocks.clone().json()) as { readonly blockSet: number };
    ask(`/block-sets/${blockSet}/coverage`);
  } catch {
    // The editor asks itself, and says what is wrong.
  }
}
