import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError, choiceOf, printable } from '../../lib/azure/errors';
import { readText } from '../../lib/input/text';
import { EDITIONS } from '../../lib/requirements/edition';
import { readArticle } from './article';
import { compare } from './compare';
import { proposal } from './proposal';

/** `catalog:check -- ARTICLE.md [--edition DATE]`: holds a copy of the article against the catalog, and proposes what to change. */
function main([path, flag, given]: readonly string[]): number {
  if (path === undefined || (flag !== undefined && flag !== '--edition')) {
    throw new InputError({ problem: 'usage: npm run catalog:check -- ARTICLE.md [--edition DATE]' });
  }
  const edition = choiceOf('--edition', given ?? EDITIONS[EDITIONS.length - 1], EDITIONS);
  const { text } = readText(path, { what: 'the Markdown of the article', maxBytes: 4 << 20 });
  const article = readArticle(text, (include) => {
    const file = join(dirname(path), include);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  });
  const differences = compare(article, edition);
  process.stdout.write(proposal(printable(path), article, edition, differences));
  return differences.some(({ kind }) => kind === 'new' || kind === 'gone' || kind === 'changed') ? 1 : 0;
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
