import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A `##` section of a document. */
export interface Section {
  readonly title: string;
  readonly text: string;
}

/**
 * Writes a document of sections in the order of their titles. Sections that are not given stay as they are in the file, so that a document
 * can be made in several sittings; those whose title nobody knows any more are left out.
 */
export function writeSections(file: string, head: string, titles: readonly string[], sections: readonly Section[]): void {
  const all = new Map((existsSync(file) ? readSections(readFileSync(file, 'utf8')) : []).map((section) => [section.title, section]));
  for (const section of sections) all.set(section.title, section);
  const texts = titles.flatMap((title) => all.get(title) ?? []).map(({ title, text }) => `## ${title}\n\n${text.trim()}\n`);
  writeFileSync(file, [head, ...texts].join('\n'));
}

function readSections(document: string): Section[] {
  const [, ...parts] = document.split(/^## /m);
  return parts.map((part) => {
    const [title = '', ...lines] = part.split('\n');
    return { title: title.trim(), text: lines.join('\n') };
  });
}

/** Puts a text between the comment with this name and the next `<!-- end -->` of a document. Throws where there is none. */
export function writeBetween(file: string, name: string, text: string): void {
  const document = readFileSync(file, 'utf8');
  const opening = `<!-- ${name} -->`;
  const begin = document.indexOf(opening);
  const end = document.indexOf('<!-- end -->', begin);
  if (begin < 0 || end < 0) throw new Error(`${file}: expected ${opening} and <!-- end -->, found no such pair`);
  writeFileSync(file, `${document.slice(0, begin + opening.length)}\n\n${text.trim()}\n\n${document.slice(end)}`);
}
