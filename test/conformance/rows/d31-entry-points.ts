import { deepEqual } from 'node:assert/strict';
import { span } from '../programs.ts';
import type { Row } from '../row.ts';

const loads = (load: string): string => `
  const entry = ${load}('@telewright/node'); const manifest = require('@telewright/node/package.json');
  console.log(JSON.stringify([Object.keys(entry).filter((name) => !['default', 'module.exports'].includes(name)).sort(), manifest.name]));`;

export const row: Row = {
  id: 'D31',
  what: 'exports `.`, `./register` and `./package.json`, by `require` and `import`',
  tries: {
    'gives the same names by require and by import': async ({ subject, endpoint }) => {
      const required = await subject.bare(loads('require'), endpoint).ended;
      const imported = await subject.bare(`(async () => {${loads('await import')}})()`, endpoint).ended;
      deepEqual([required.stdout, required.stderr, imported.stderr], [imported.stdout, '', '']);
      const [names, name] = JSON.parse(required.stdout);
      deepEqual([names.includes('start'), name], [true, '@telewright/node']);
    },
    'starts by require and by import of register': async ({ subject, receiver, endpoint }) => {
      await subject.bare(`require('@telewright/node/register'); ${span}`, endpoint).ended;
      await subject.bare(`import('@telewright/node/register').then(() => { ${span} });`, endpoint).ended;
      deepEqual(
        receiver.spans.map(({ name }) => name),
        ['work', 'work'],
      );
    },
  },
};
