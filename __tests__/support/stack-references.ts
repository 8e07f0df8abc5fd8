import type { Fields } from './provider-combinations';
import { isFields, partsOf, resourcesOf } from './terraform-document';
import { didYouMean, REFERENCE } from './value-checks';

const ADDRESS = /(?<![\w."-])((?:data\.)?azurerm_[a-z0-9_]+\.[A-Za-z_][\w-]*)/g;

/** References to resources that the document does not have, which Terraform refuses to plan. */
export function referenceProblems(document: Fields): string[] {
  const present = new Set([...resourcesOf(document, 'resource'), ...resourcesOf(document, 'data')].map(({ address }) => address));
  return partsOf(document).flatMap(({ address, body }) => textsIn(body, '').flatMap(({ path, text }) =>
    addressesIn(path, text)
      .filter((target) => !present.has(target))
      .map((target) => `${[address, path].filter(Boolean).join(': ')}: there is no ${target}${didYouMean(target, present)}`)));
}

/** The addresses a text refers to, each once. */
export function addressesIn(path: string, text: string): string[] {
  // `depends_on` and `replace_triggered_by` name resources without the braces.
  const bare = /^(depends_on|lifecycle\.replace_triggered_by)\[/.test(path);
  const expressions = bare ? [text] : expressionsIn(text);
  return [...new Set(expressions.flatMap((expression) => [...expression.matchAll(ADDRESS)].map((match) => match[1]!)))];
}

/** What stands between `${` and its closing brace, for every one in the text. */
function expressionsIn(text: string): string[] {
  const found: string[] = [];
  for (const start of text.matchAll(new RegExp(REFERENCE, 'g'))) {
    let depth = 1;
    let end = start.index + 2;
    for (; end < text.length && depth > 0; end++) {
      depth += text[end] === '{' ? 1 : text[end] === '}' ? -1 : 0;
    }
    found.push(text.slice(start.index + 2, end));
  }
  return found;
}

function textsIn(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === 'string') {
    return [{ path, text: value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => textsIn(item, `${path}[${index}]`));
  }
  return isFields(value)
    ? Object.entries(value).flatMap(([key, item]) => (key === '//' ? [] : textsIn(item, path === '' ? key : `${path}.${key}`)))
    : [];
}
