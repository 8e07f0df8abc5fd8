import { generated } from './markdown';

const PACKAGE = 'cdktf-azureml-network';

interface Section {
  readonly title: string;
  readonly types: { readonly name: string; readonly text: string }[];
}

const INTRODUCTIONS: Readonly<Record<string, string>> = {
  Constructs: 'What you put into a stack.',
  Structs: 'Properties that constructs and functions take, and plain data that they give.',
  Classes: 'Values, and other classes that are no constructs.',
  Protocols: 'Interfaces.',
  Enums: 'Closed sets of values.',
};

/**
 * Splits the one page that jsii-docgen writes: a page for each type, and an index. Links between types become links between pages.
 * @returns pages by their name in the folder
 */
export function apiPages(markdown: string): ReadonlyMap<string, string> {
  const sections = sectionsOf(markdown);
  const names = new Set(sections.flatMap(({ types }) => types.map(({ name }) => name)));
  return new Map([
    ['README.md', index(sections)],
    ...sections.flatMap(({ types }) => types).map(({ name, text }): [string, string] =>
      [`${name}.md`, linked(page(name, text), name, names)]),
  ]);
}

/** The sections of the page, by their headings of the second level; the types are those of the third. */
function sectionsOf(markdown: string): Section[] {
  return markdown.split(/^## /m).slice(1).map((section) => {
    const [, ...types] = section.split(/^### /m);
    return {
      title: /^\w+/.exec(section)![0],
      types: types.map((text) => ({ name: /^\w+/.exec(text)![0], text: text.slice(text.indexOf('\n')) })),
    };
  }).filter(({ types }) => types.length > 0);
}

/** One type; its headings are two levels up, because it has a page of its own. */
function page(name: string, text: string): string {
  const up = text.replace(/^#{4,6} /gm, (marks) => marks.slice(2)).trim();
  const anchor = `<a name="${name}" id="${PACKAGE}.${name}"></a>`;
  return `${[`# ${name}`, anchor, generated('npm run docs:api'), '[All types](README.md)', up].join('\n\n')}\n`;
}

function linked(text: string, own: string, names: ReadonlySet<string>): string {
  return text.replace(new RegExp(`href="#${PACKAGE}\\.(\\w+)`, 'g'), (link, name: string) =>
    (name === own || !names.has(name) ? link : link.replace('href="#', `href="${name}.md#`)));
}

function index(sections: readonly Section[]): string {
  const parts = sections.map(({ title, types }) => [
    `## ${title}`, INTRODUCTIONS[title] ?? '',
    types.map(({ name, text }) => `- [${name}](${name}.md)${summary(text)}`).join('\n'),
  ].filter((part) => part !== '').join('\n\n'));
  return `${[
    '# API reference', generated('npm run docs:api'),
    'Every public type, from the docstrings of the source, for TypeScript. Names in other languages follow their habits: `addRule` is\n' +
      '`add_rule` in Python and `AddRule` in C# and Go.', ...parts,
  ].join('\n\n')}\n`;
}

/** The first sentence of a type, which is its first line of prose. */
function summary(text: string): string {
  const line = text.split('\n').find((one) => /^[A-Z]/.test(one));
  return line === undefined ? '' : `: ${line.replace(/(?<=[a-z`)])\. .*$/, '.')}`;
}
