import { catalogOf } from '../../lib/catalog/catalog';
import { ARTICLE, CatalogEntry } from '../../lib/catalog/entry';
import { Direction } from '../../lib/requirements/direction';
import { Edition } from '../../lib/requirements/edition';
import { EndpointKind } from '../../lib/requirements/endpoint';
import { readArticle } from '../../scripts/catalog-check/article';
import { compare, Difference } from '../../scripts/catalog-check/compare';
import { knownText, textChanges } from '../../scripts/catalog-check/known-text';
import { proposal } from '../../scripts/catalog-check/proposal';

const EDITION = Edition.E2023_04_14;
const TABS = { public: 'public', government: 'gov', china: 'china' } as const;
const KINDS: readonly EndpointKind[] = [EndpointKind.SERVICE_TAG, EndpointKind.FQDN, EndpointKind.URL];

/** Entries whose rows have an endpoint, one for each cloud that has a table of its own. */
const entries = catalogOf(EDITION).filter(
  ({ citation, endpoint, nextHopInternet }) =>
    citation.article === ARTICLE && KINDS.includes(endpoint.kind) && !nextHopInternet && !/assumptions$/.test(citation.section),
);

function cells({ documentedAs, endpoint, protocol, ports, citation }: CatalogEntry): string[] {
  return [citation.row, `\`${documentedAs ?? endpoint.value}\``, protocol, ports.join(', ')];
}

/** An article of this kind: a heading for each section, a table for each direction, a tab for each cloud that has hosts of its own. */
function article(rows: readonly { readonly entry: CatalogEntry; readonly cells: readonly string[] }[]): string {
  const sections = [...new Set(rows.map(({ entry }) => entry.citation.section))];
  const table = (those: typeof rows, isInbound: boolean): string =>
    [
      isInbound
        ? '| Source | Source<br>ports | Destination | Destination ports |'
        : '| __Required for__ | __Hosts__ | __Protocol__ | __Ports__ |',
      '| ---- |:---:| ---- | ---- |',
      ...those.map(({ cells: [label, endpoint, protocol, ports] }) =>
        isInbound ? `| ${endpoint} | Any | \`VirtualNetwork\` | ${ports} |` : `| ${label} | ${endpoint} | ${protocol} | ${ports} |`,
      ),
      '',
    ].join('\n');
  return sections
    .map((section) => {
      const those = rows.filter(({ entry }) => entry.citation.section === section);
      const inbound = those.filter(({ entry }) => entry.direction === Direction.INBOUND);
      const outbound = those.filter(({ entry }) => entry.direction === Direction.OUTBOUND);
      const isTabbed = outbound.some(({ entry }) => entry.clouds.length === 1);
      const tabs = Object.entries(TABS).map(
        ([cloud, tab]) =>
          `# [${cloud}](#tab/${tab})\n\n${table(
            outbound.filter(({ entry }) => entry.clouds.map(String).includes(cloud)),
            false,
          )}`,
      );
      const tables = isTabbed ? `${tabs.join('\n')}\n---\n` : table(outbound, false);
      return `## ${section}\n\nAbout this, in words.\n\n${inbound.length > 0 ? table(inbound, true) : ''}\n${
        outbound.length > 0 ? tables : ''
      }`;
    })
    .join('\n');
}

const whole = entries.map((entry) => ({ entry, cells: cells(entry) }));

function differences(rows: typeof whole): Difference[] {
  return compare(readArticle(article(rows)), EDITION).filter(({ kind }) => kind === 'new' || kind === 'gone' || kind === 'changed');
}

test('an article that says what the catalog says has no differences', () => {
  expect(entries.length).toBeGreaterThan(90);
  expect(differences(whole)).toEqual([]);
});

test('every row that is dropped is found', () => {
  for (const [i, { entry }] of whole.entries()) {
    const found = differences(whole.filter((_, at) => at !== i));
    expect([entry.id, found.map(({ kind, entry: gone }) => `${kind} ${gone?.endpoint.value}`)]).toEqual([
      entry.id,
      [`gone ${entry.endpoint.value}`],
    ]);
  }
});

test('every port and every host that is altered is found', () => {
  for (const [
    i,
    {
      entry,
      cells: [label, endpoint, protocol, ports],
    },
  ] of whole.entries()) {
    const withPort = differences(
      whole.map((row, at) => (at === i ? { entry, cells: [label!, endpoint!, protocol!, `${ports!}, 4711`] } : row)),
    );
    expect([entry.id, withPort.some(({ kind, row }) => kind === 'changed' && row!.ports?.includes('4711') === true)]).toEqual([
      entry.id,
      true,
    ]);
    const other = endpoint!.replace(/`$/, entry.endpoint.kind === EndpointKind.SERVICE_TAG ? 'X`' : 'x`').replace('<region>X', 'RegionX');
    const withHost = differences(whole.map((row, at) => (at === i ? { entry, cells: [label!, other, protocol!, ports!] } : row)));
    expect([
      entry.id,
      withHost.some(({ kind, row }) => (kind === 'changed' || kind === 'new') && other.endsWith(`${row!.endpoint.slice(-6)}\``)),
    ]).toEqual([entry.id, true]);
  }
});

function altered(text: string): string[] {
  return compare(readArticle(text), EDITION).filter(({ kind }) => kind === 'new' || kind === 'gone' || kind === 'changed')
    .map(({ kind, entry, what }) => `${kind} ${entry?.id ?? ''} ${what}`);
}

/** What a cell may become; none for words. */
function alterations(cell: string): string[] {
  switch (true) {
    case /^(TCP|UDP|ANY)$/.test(cell):
      return [cell === 'UDP' ? 'TCP' : 'UDP'];
    case cell === 'Any':
      return ['', '1024-65535'];
    case /^\d[\d, -]*$/.test(cell):
      return ['', '4711', `${cell}, 4711`];
    case /^`.*`$/.test(cell):
      return ['', cell.replace(/^`(\*\.)?/, '`$1x'), `${cell}, \`added.example.com\``];
    default:
      return [];
  }
}

test('every cell that is emptied or altered, and every row that is there twice, is found', () => {
  const lines = article(whole).split('\n');
  const isRule = (line = ''): boolean => /^\|[\s:|-]+$/.test(line);
  const data = lines.map((line, i) => ({ line, i }))
   .filter(({ line, i }) => line.startsWith('|') && !isRule(line) && !isRule(lines[i + 1]));
  // Tables are alike, so that some rows of each stand for all.
  const chosen = data.filter(({ line }, n) => n % 8 === 0 || /VirtualNetwork|UDP|ANY/.test(line));
  const found = (i: number, line: string): boolean => altered(lines.map((one, j) => (j === i ? line : one)).join('\n')).length > 0;
  const tried = chosen.flatMap(({ line, i }) => {
    const cells = line.split('|');
    const altered = cells.flatMap((cell, k) => alterations(cell.trim())
      .map((other) => cells.map((one, j) => (j === k ? ` ${other} ` : one)).join('|')));
    return [`${line}\n${line}`, ...altered].map((other) => ({ other, isFound: found(i, other) }));
  });
  expect(tried.filter(({ isFound }) => !isFound)).toEqual([]);
  expect(tried.length).toBe(228);
});

test('a tab without its head, and source ports and destination of an inbound row', () => {
  const text = article(whole);
  Object.values(TABS).forEach((tab) => {
    const without = text.split('\n').filter((line) => !line.includes(`(#tab/${tab})`)).join('\n');
    expect([tab, altered(without).length > 0]).toEqual([tab, true]);
  });
  const ports = text.replace('| Any | `VirtualNetwork` |', '| 1024 | `VirtualNetwork` |');
  expect(altered(ports).join()).toContain('are 1024 and VirtualNetwork');
  expect(altered(text.replace('| Any | `VirtualNetwork` |', '| Any | `Internet` |')).join()).toContain('are Any and Internet');
});

test('what words and notes name, and no row has, is for a person to read', () => {
  const words = '> [!NOTE]\n> Allow `brand-new.example.com` as well.\n\nAlso see `pypi.example.org` and `Sql.WestEurope`.';
  const text = `${article(whole)}\n${words}\n`;
  const found = compare(readArticle(text), EDITION).filter(({ kind }) => kind === 'mentioned').map(({ what }) => what.split(' ')[0]);
  expect(found).toEqual(['brand-new.example.com', 'pypi.example.org', 'Sql.WestEurope']);
});

test('a row that is added is found, with a proposal that names its place', () => {
  const added = { entry: entries[0]!, cells: ['Something', '`brand-new.example.com`', 'TCP', '8443'] };
  const last = entries[entries.length - 1]!;
  const found = differences([...whole, { ...added, entry: last }]);
  expect(found).toMatchObject([
    { kind: 'new', row: { endpoint: 'brand-new.example.com', ports: ['8443'], heading: last.citation.section } },
  ]);
});

test('a row that one tab alone loses is found', () => {
  const entry = entries.find(({ id }) => id === 'hosts.instances')!;
  const text = article(whole);
  // The tab of 21Vianet is the last one.
  const at = text.lastIndexOf('| Compute instance | `*.instances.azureml.ms`');
  const lost = text.slice(0, at) + text.slice(text.indexOf('\n', at) + 1);
  const found = compare(readArticle(lost), EDITION).filter(({ kind }) => kind !== 'slip' && kind !== 'not-compared');
  const what = 'the clouds were public, government, china and are public, government';
  expect(found.map((one) => `${one.kind} ${one.entry?.id} ${one.what}`)).toEqual([`changed ${entry.id} ${what}`]);
});

test('a label that changes is a rewording and no other difference', () => {
  const i = whole.findIndex(({ entry }) => entry.id === 'hosts.model-management');
  const rows = whole.map((row, at) => (at === i ? { ...row, cells: ['Managing models', ...row.cells.slice(1)] } : row));
  const found = compare(readArticle(article(rows)), EDITION).filter(
    ({ kind, entry }) => kind !== 'slip' && kind !== 'not-compared' && entry?.id === 'hosts.model-management',
  );
  expect(found.map(({ kind }) => kind)).toEqual(['reworded']);
  expect(differences(rows)).toEqual([]);
});

// Written in our own words, in the forms that the article has.
const FORMS = `
## Part one

To make it work, allow __outbound__ access to \`Storage.<region>\` on __port 445__. Nothing else.

| Service tag(s) | Ports | Purpose |
| ----- |:-----:| ----- |
| \`AzureMachineLearning\` | 443, 8787<br>UDP: 5831 | Uses \`other.example.com\` too. |
| \`One\` and \`Two.Three\`</br>* Not in one cloud. | 443 | Both |

* __Target FQDN__: \`a.example.com\`, \`b.example.com\`
* __Protocol__: \`Https:443\`

> | \`quoted.example.com\` | 443 |

\`\`\`json
"\`code.example.com\`"
\`\`\`

* \`c.example.com\`
* A sentence about \`d.example.com\` that asks for nothing.

# [Public](#tab/public)

| __Required for__ | __Hosts__ | __Protocol__ | __Ports__ |
| --- | --- | --- | --- |
| Vault | \\*.vault.example.com | ANY | 443 |

---

[!INCLUDE [x](includes/x.md)]
`;

test('the forms of the article', () => {
  const { rows, missing } = readArticle(FORMS);
  expect(rows.map(({ endpoint, protocol, ports, cloud }) => [endpoint, protocol, ports?.join(), cloud])).toEqual([
    ['Storage.<region>', 'TCP', '445', undefined],
    ['AzureMachineLearning', 'TCP', '443,8787', undefined],
    ['AzureMachineLearning', 'UDP', '5831', undefined],
    ['One', 'TCP', '443', undefined],
    ['Two.Three', 'TCP', '443', undefined],
    ['a.example.com', 'TCP', '443', undefined],
    ['b.example.com', 'TCP', '443', undefined],
    ['c.example.com', 'TCP', undefined, undefined],
    ['*.vault.example.com', 'ANY', '443', 'public'],
  ]);
  expect(missing).toEqual(['includes/x.md']);
});

// What no row holds: words that explain, links, lists of what pods need, a tip, code, the head of the file.
const WORDS = `---
ms.date: 04/14/2023
---

## Clusters

See [the other list](../other.md#part).

- Components should reach the API server.
- Components should reach the pods of \`kube-dns\`.

> [!TIP]
> Only where the port 5001 is open.

# [One](#tab/public)

The same words.

# [Two](#tab/gov)

The same words.

---

\`\`\`json
{ "domainName": "login.example.com" }
\`\`\`
`;

test('words that change are listed line by line, and no answer says that nothing changed where they did', () => {
  const known = knownText(WORDS);
  expect(textChanges(WORDS, known)).toEqual({ unknown: [], gone: new Map(), moved: [] });
  const lines = WORDS.split('\n');
  const changed = (text: string): boolean => {
    const changes = textChanges(text, known);
    const said = proposal('a.md', readArticle(text), EDITION, [], changes, true);
    const count = changes.unknown.length + changes.gone.size + changes.moved.length;
    expect(said.includes('Text: every line is the one that was read')).toBe(count === 0);
    return count > 0;
  };
  lines.forEach((line, i) => {
    const others = line === '' ? [] : [[], [line, line], [`${line} more`], [line.replace(/\d+/, '9')], [line.replace('../other', '../x')], [`    ${line}`]];
    others.filter((put) => put.join('\n') !== line).forEach((put) => {
      const text = [...lines.slice(0, i), ...put, ...lines.slice(i + 1)].join('\n');
      expect([line, put, changed(text)]).toEqual([line, put, true]);
    });
  });
  const lasting = lines.map((line, i) => ({ line, i })).filter(({ line }) => line !== '');
  lasting.slice(1).forEach(({ line, i }, k) => {
    const { line: other, i: at } = lasting[k]!;
    const text = lines.map((one, j) => (j === i ? other : j === at ? line : one)).join('\n');
    expect([other, line, changed(text)]).toEqual([other, line, other !== line]);
  });
  const swapped = WORDS.replace('(#tab/public)', '(#tab/x)').replace('(#tab/gov)', '(#tab/public)').replace('(#tab/x)', '(#tab/gov)');
  expect(changed(swapped)).toBe(true);
});

test('of an article that nobody read for the catalog, all of it is to be read', () => {
  const changes = textChanges(WORDS, {});
  expect(proposal('a.md', readArticle(WORDS), EDITION, [], changes, false)).toContain('read all of it\n  17 lines');
});

test('a list that the article links to is compared with what the catalog has from it', () => {
  const list = (hosts: string[]): string => hosts.map((host) => `* \`${host}\`\n`).join('');
  const packages = ['*.anaconda.org', '*.anaconda.com', 'anaconda.com', 'pypi.org', '*.pythonhosted.org', '*.pytorch.org', 'pytorch.org'];
  const text = `## Models\n\n${list(packages)}\n## Hugging Face\n\n${list(['huggingface.co', 'docker.io', 'new.example.com'])}`;
  const found = compare(readArticle(text), Edition.E2026_03_19, 'how-to-network-isolation-model-catalog')
    .filter(({ kind }) => kind !== 'not-compared').map(({ kind, row, entry }) => `${kind} ${row?.endpoint ?? entry!.endpoint.value}`);
  expect(found).toEqual(expect.arrayContaining(['new new.example.com', 'elsewhere docker.io']));
  expect(found.filter((one) => packages.some((host) => one.endsWith(` ${host}`)))).toEqual([]);
});
