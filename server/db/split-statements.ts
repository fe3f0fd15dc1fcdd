// One SQL file into its statements. Citus and the extended protocol take one statement a message.

/**
 * Splits at semicolons outside of quotes ('', "", E'', $tag$ $tag$), line comments and nested block comments. Comments
 * before a statement stay with it; what holds nothing but comments is dropped.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let substance = false;
  let at = 0;
  const end = (to: number) => {
    if (substance) statements.push(sql.slice(start, to).trim());
    substance = false;
  };
  while (at < sql.length) {
    const rest = sql.slice(at, at + 2);
    if (rest === '--') {
      const line = sql.indexOf('\n', at);
      at = line < 0 ? sql.length : line + 1;
    } else if (rest === '/*') {
      at = endOfBlockComment(sql, at);
    } else if (sql[at] === "'") {
      const escapes = /[eE]/.test(sql[at - 1] ?? '') && !/\w/.test(sql[at - 2] ?? '');
      at = endOfQuoted(sql, at, "'", escapes);
      substance = true;
    } else if (sql[at] === '"') {
      at = endOfQuoted(sql, at, '"', false);
      substance = true;
    } else if (sql[at] === '$' && !/\w/.test(sql[at - 1] ?? '')) {
      const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 66))?.[0];
      at = tag === undefined ? at + 1 : endOfBody(sql, at, tag);
      substance = true;
    } else if (sql[at] === ';') {
      end(at);
      at++;
      start = at;
    } else {
      if (!/\s/.test(sql[at]!)) substance = true;
      at++;
    }
  }
  end(sql.length);
  return statements;
}

function endOfBlockComment(sql: string, from: number): number {
  let depth = 0;
  for (let at = from; at < sql.length; ) {
    const two = sql.slice(at, at + 2);
    if (two === '/*') depth++;
    else if (two === '*/') depth--;
    at += two === '/*' || two === '*/' ? 2 : 1;
    if (depth === 0) return at;
  }
  throw new SyntaxError('a comment /* has no end');
}

function endOfQuoted(sql: string, from: number, quote: string, escapes: boolean): number {
  for (let at = from + 1; at < sql.length; at++) {
    if (escapes && sql[at] === '\\') at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  throw new SyntaxError(`a quote ${quote} has no end`);
}

function endOfBody(sql: string, from: number, tag: string): number {
  const end = sql.indexOf(tag, from + tag.length);
  if (end < 0) throw new SyntaxError(`a body ${tag} has no end`);
  return end + tag.length;
}
