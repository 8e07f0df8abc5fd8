import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, choiceOf, printable } from '../../lib/azure/errors';
import { readText } from '../../lib/input/text';
import { catalog } from '../../lib/catalog/catalog';
import { ARTICLE } from '../../lib/catalog/entry';
import { EDITIONS } from '../../lib/requirements/edition';
import { readArticle } from './article';
import { compare } from './compare';
import { knownText, KnownText, textChanges } from './known-text';
import { proposal } from './proposal';

const KNOWN = join(__dirname, 'lines-read.json');
const USAGE = 'usage: npm run catalog:check -- ARTICLE.md [--edition DATE] [--article NAME] [--record]';
const ARTICLES = [...new Set(catalog().map(({ citation }) => citation.article))];

/**
 * Holds a copy of the article, or of a linked list by the name that the catalog cites it by, against the catalog, and proposes what to
 * change. With `--record`, digests of its lines are kept, after a person has read it.
 */
function main([path, ...flags]: readonly string[]): number {
  const options = new Map<string, string>();
  for (let i = 0; i < flags.length; i++) {
    const flag = choiceOf('option', flags[i], ['--edition', '--article', '--record']);
    options.set(flag, flag === '--record' ? '' : flags[++i] ?? '');
  }
  if (path === undefined || path.startsWith('--')) {
    throw new InputError({ problem: USAGE });
  }
  const edition = choiceOf('--edition', options.get('--edition') ?? EDITIONS[EDITIONS.length - 1], EDITIONS);
  const name = choiceOf('--article', options.get('--article') ?? ARTICLE, ARTICLES);
  const { text } = readText(path, { what: 'the Markdown of the article', maxBytes: 4 << 20 });
  const article = readArticle(text, (include) => {
    const file = join(dirname(path), include);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  });
  const differences = compare(article, edition, name);
  const all = JSON.parse(readFileSync(KNOWN, 'utf8')) as Record<string, KnownText | undefined>;
  const key = name === ARTICLE ? `${name} ${edition}` : name;
  const changes = textChanges(text, all[key] ?? {});
  process.stdout.write(proposal(printable(path), article, edition, differences, changes, all[key] !== undefined));
  if (options.has('--record')) {
    writeFileSync(KNOWN, `${JSON.stringify({ ...all, [key]: knownText(text) }, undefined, 1)}\n`);
    return 0;
  }
  const isSame = changes.unknown.length + changes.gone.size + changes.moved.length === 0;
  return isSame && !differences.some(({ kind }) => kind === 'new' || kind === 'gone' || kind === 'changed') ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) {
    throw error;
  }
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
