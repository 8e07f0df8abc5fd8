import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Example {
  readonly page: string;
  readonly args: readonly string[];
}

/** The words of a command line up to a pipe, a redirection, or the end of the command that it stands in. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, quoted, single, plain, end] of line.matchAll(/"([^"]*)"|'([^']*)'|((?:[^\s"'|>&;)#])+)|([|>&;)#"'])/g)) {
    if (end !== undefined) {
      break;
    }
    words.push(quoted ?? single ?? plain!);
  }
  return words;
}

/** Command lines of a page; those inside the quotes of another command, such as `git config`, are parts of one. */
function examplesOf(root: string, page: string): Example[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^ *```(sh|console|yaml)\n([\s\S]*?)^ *```$/gm)];
  // What a command prints is not a command line.
  const lines = blocks.flatMap(([, kind, block]) =>
    block!.replace(/\\\n\s*/g, '').split('\n').filter((line) => kind !== 'console' || line.startsWith('$')));
  return lines.flatMap((line): Example[] => {
    const found = /^(.*?)(?<![\w/.-])azureml-network (?:-- )?(.*)$/.exec(line);
    const isPart = found === null || found[1]!.split('"').length % 2 === 0;
    return isPart ? [] : [{ page, args: wordsOf(found[2]!) }];
  });
}

/** The command lines in all pages. */
export function commandExamples(root: string): Example[] {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'options.md');
  return ['README.md', ...pages.map((name) => join('docs', name))].flatMap((page) => examplesOf(root, page));
}
