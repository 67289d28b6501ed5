import { basename } from 'node:path';
import { parse, type Statement, type VariableDeclarator } from 'acorn';
import type { Options } from 'tsup';

const groupLength = 20_000;

/**
 * Has V8 parse a bundled file group by group. It keeps what it makes of a file until all of it is parsed, and the C library seldom gives that
 * back: 2.9 MB of a file of 320 kB. It skips the inside of a function that is called later, though. So the values of variables move into such
 * functions, each called where the values stood: 1.3 MB. To the code that is the same, since `var` and functions exist before it runs.
 *
 * A start takes 4 ms of CPU less, but as much more with Node's compile cache, which holds of a function that is called later only where it is.
 */
export const parsedInGroups = (file: string): NonNullable<Options['plugins']>[number] => ({
  name: 'parsed-in-groups',
  renderChunk: (code, { path }) => (basename(path) === file ? { code: inGroups(code) } : undefined),
});

function inGroups(code: string): string {
  const names: string[] = [];
  let functions = '';
  let rest = '';
  let group = '';
  let groups = 0;
  const endGroup = (): void => {
    if (group !== '') rest += `function group${groups}(){${group}}group${groups++}();`;
    group = '';
  };
  const [directive, ...statements] = parse(code, { ecmaVersion: 'latest' }).body as Statement[];
  for (const statement of statements) {
    const text = code.slice(statement.start, statement.end);
    if (statement.type === 'FunctionDeclaration') functions += text;
    else if (statement.type === 'VariableDeclaration' && statement.declarations.every(hasName)) {
      for (const { id, init } of statement.declarations) {
        names.push(id.name);
        if (init) group += `${id.name}=${code.slice(init.start, init.end)};`;
        if (group.length > groupLength) endGroup();
      }
    } else {
      endGroup();
      rest += text;
    }
  }
  endGroup();
  return `${code.slice(0, directive?.end)}var ${names.join()};${functions}${rest}\n`;
}

function hasName(declarator: VariableDeclarator): declarator is VariableDeclarator & { id: { type: 'Identifier' } } {
  return declarator.id.type === 'Identifier';
}
