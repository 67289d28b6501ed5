import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { repository } from '../../run-app.ts';
import { told } from '../programs.ts';
import type { Row } from '../row.ts';

/** The variables and options of each setting, as the documentation has them, which a test holds against the code. */
function documented(): { variables: string[]; options: string[] }[] {
  const names = (cell = ''): string[] =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name.replace('<SIGNAL>', 'TRACES').replace('<signal>', 'traces'));
  return readFileSync(`${repository}docs/settings.md`, 'utf8')
    .split('\n')
    .map((line) => line.split(' | '))
    .filter((cells) => cells.length > 6 && cells[0]?.startsWith('| `'))
    .map(([variables, options]) => ({ variables: names(variables), options: names(options) }));
}

export const row: Row = {
  id: 'D5',
  what: 'every variable has an option in code; ours start with `TELEWRIGHT_` or `FINOPS_`',
  tries: {
    'has an option for every variable but the encoding, of which there is one': async () => {
      const without = documented().filter(({ options }) => options.length === 0);
      deepEqual(
        without.flatMap(({ variables }) => variables),
        ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL'],
      );
    },
    'has no variable under another name': async () => {
      const names = documented().flatMap(({ variables }) => variables);
      deepEqual(
        names.filter((name) => !/^(OTEL_|TELEWRIGHT_|FINOPS_|https?_proxy$|no_proxy$)/i.test(name)),
        [],
      );
    },
    'reads every option': async ({ subject, endpoint }) => {
      const options = documented().flatMap((setting) => setting.options);
      const code = `const given = {}; for (const path of ${JSON.stringify(options)}) {
        let place = given; const names = path.split('.'); const last = names.pop();
        for (const name of names) place = place[name] ??= {};
        place[last] = Symbol('wrong'); }
        require('@telewright/node').start(given);`;
      const { stderr } = await subject.bare(code, endpoint).ended;
      const said = told(stderr).join('\n');
      deepEqual(
        options.filter((path) => !said.includes(`option ${path}: expected `)),
        [],
      );
    },
  },
};
