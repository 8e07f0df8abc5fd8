import { Cloud } from '../../lib/azure/clouds';

/** One endpoint with its ports, as the article has it in a row of a table, a list or a sentence. */
export interface ArticleRow {
  /** In the spelling of the article, with the placeholders of the catalog. */
  readonly endpoint: string;
  readonly isInbound: boolean;
  readonly protocol: 'TCP' | 'UDP' | 'ANY';
  /** Undefined where there is no place for them; empty where there is one and nothing stands in it. */
  readonly ports?: readonly string[];
  /** Of an inbound row, what stands next to its source and its ports. */
  readonly inbound?: { readonly sourcePorts: string; readonly destination: string };
  /** Whether it is a row of a table, and no sentence or list. */
  readonly isTable?: true;
  /** The cloud of the tab; undefined for all. */
  readonly cloud?: Cloud;
  /** The clouds whose tabs repeat the row; undefined outside of tabs. */
  readonly clouds?: readonly Cloud[];
  readonly heading: string;
  /** What the row is for, where the table says it in a column of its own. */
  readonly label?: string;
  readonly line: number;
}

export interface Article {
  readonly rows: readonly ArticleRow[];
  /** Endpoints that words name, in notes and between tables, and that no row has. */
  readonly mentioned: readonly { readonly endpoint: string; readonly line: number }[];
  /** Files that the article includes and that are not here. */
  readonly missing: readonly string[];
}

const TABS: Readonly<Record<string, Cloud>> = { public: Cloud.PUBLIC, gov: Cloud.GOVERNMENT, china: Cloud.CHINA };

/** Placeholders of the article, which writes each in several ways. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/<your ACR name>/gi, '<registry>'],
  [/<your storage account(?: name)?>/gi, '<storage>'],
  [/<your workspace (?:workspace )?ID>/gi, '<workspace-id>'],
];

const HOST = /^(\*\.)?([a-z0-9<>-]+\.)+[a-z0-9<>-]{2,}(\/\S*)?$/i;
const TAG = /^[A-Z][A-Za-z0-9]*(\.([A-Z][A-Za-z0-9]*|<region>))*$/;

interface Columns {
  readonly endpoint: number;
  readonly ports: number;
  readonly protocol: number;
  readonly label: number;
  readonly sourcePorts: number;
  readonly destination: number;
  readonly isInbound: boolean;
}

/** Reads the Markdown of the article: tables, tabs for clouds, lists of hosts, and sentences that ask for an endpoint. */
export function readArticle(text: string, include: (path: string) => string | undefined = () => undefined): Article {
  const rows: ArticleRow[] = [];
  const missing: string[] = [];
  const mentioned: { endpoint: string; line: number }[] = [];
  let heading = '';
  let cloud: Cloud | undefined;
  let columns: Columns | undefined;
  let listed: string[] = [];
  let isCode = false;
  const add = (endpoints: readonly string[], ports: readonly string[] | undefined, line: number): void =>
    endpoints.forEach((endpoint) =>
      rows.push({ endpoint, isInbound: false, protocol: 'TCP', heading, ...(cloud && { cloud }), ...(ports && { ports }), line }),
    );

  const mention = (line: string, at: number): void => spansIn(line).forEach((endpoint) => mentioned.push({ endpoint, line: at }));

  text.split(/\r?\n/).forEach((raw, i) => {
    const line = raw.trim();
    const at = i + 1;
    if (line.startsWith('```')) {
      isCode = !isCode;
    }
    if (isCode) {
      return;
    }
    const before = rows.length;
    if (line.startsWith('>')) {
      mention(line, at);
      return;
    }
    const tab = /^# \[[^\]]*\]\(#tab\/(\w+)\)/.exec(line);
    const title = /^#{2,} (.*)$/.exec(line) ?? /^__(.+)__$/.exec(line);
    if (tab !== null) {
      cloud = TABS[tab[1]!];
    } else if (line === '---') {
      cloud = undefined;
    } else if (title !== null) {
      heading = title[1]!.replace(/`/g, '');
      cloud = undefined;
    }
    if (!line.startsWith('|')) {
      columns = undefined;
    }
    const included = /\[!INCLUDE \[[^\]]*\]\(([^)]*)\)\]/.exec(line);
    if (included !== null) {
      const content = include(included[1]!);
      if (content === undefined) {
        missing.push(included[1]!);
      } else {
        readArticle(content).rows.forEach((row) => rows.push({ ...row, heading: row.heading || heading }));
      }
    } else if (line.startsWith('|')) {
      const cells = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      if (columns === undefined) {
        columns = columnsOf(cells);
      } else if (!cells.every((cell) => /^:?-*:?$/.test(cell)) && columns.endpoint >= 0) {
        rows.push(...rowsOf(cells, columns, heading, cloud, at));
      }
    } else if (/^[*-] /.test(line)) {
      const field = /^[*-] __([^_]+)__: (.*)$/.exec(line);
      if (field === null) {
        const alone = /^[*-] (`[^`]+`(?:(?:,| and|<br>) *`[^`]+`)*)\s*$/.exec(line);
        add(alone === null ? [] : spansIn(alone[1]!), undefined, at);
      } else if (/^target fqdn/i.test(field[1]!)) {
        listed = spansIn(field[2]!);
        add(listed, [], at); // until the line of their protocol
      } else if (/^protocol/i.test(field[1]!) && listed.length > 0) {
        // The ports of hosts that an example of a rule names before them.
        const ports = [...field[2]!.matchAll(/:(\d+)/g)].map(([, port]) => port!);
        rows.splice(
          rows.length - listed.length,
          listed.length,
          ...rows.slice(rows.length - listed.length).map((row) => ({ ...row, ports })),
        );
        listed = [];
      }
    } else if (title === null) {
      add(...sentenceOf(line), at);
    }
    if (rows.length === before && !/^[*-] __protocol/i.test(line)) {
      mention(line, at);
    }
  });
  return { rows: merged(rows), missing, mentioned };
}

/** A row that several tabs repeat is one row for their clouds. */
function merged(rows: readonly ArticleRow[]): ArticleRow[] {
  const found = new Map<string, Omit<ArticleRow, 'clouds'> & { readonly clouds?: Cloud[] }>();
  rows.forEach((row, i) => {
    const { endpoint, protocol, ports, label, heading, cloud } = row;
    const key = cloud === undefined ? String(i) : JSON.stringify([endpoint, protocol, ports, label, heading]);
    const other = found.get(key);
    if (other?.clouds === undefined || other.clouds.includes(cloud!)) {
      found.set(other === undefined ? key : `${key} ${i}`, { ...row, clouds: cloud === undefined ? undefined : [cloud] });
    } else {
      other.clouds.push(cloud!);
    }
  });
  return [...found.values()];
}

/** The endpoints of a sentence that asks for outbound traffic to them, and the port that it names. */
function sentenceOf(line: string): [endpoints: string[], ports: string[] | undefined] {
  const plain = line.replace(/__/g, '');
  const sentence = /\ballow\b.*?\boutbound (?:access|traffic) to (.*?)(?:\. |\.$|$)/i.exec(plain);
  const port = /\bport (\d+)/.exec(sentence?.[1] ?? '');
  return [sentence === null ? [] : spansIn(sentence[1]!), port === null ? undefined : [port[1]!]];
}

function columnsOf(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) =>
    cell
      .replace(/<[^>]*>/g, ' ')
      .replace(/[_*]/g, '')
      .toLowerCase(),
  );
  const find = (test: RegExp): number => names.findIndex((name) => test.test(name));
  const isInbound = names[0] === 'source';
  const ports =
    names
      .map((name, i) => (/port/.test(name) && !/source/.test(name) ? i : -1))
      .filter((i) => i >= 0)
      .pop() ?? -1;
  return {
    endpoint: isInbound ? 0 : find(/service tag|host|endpoint|fqdn/),
    ports,
    protocol: find(/protocol/),
    label: find(/required for/),
    sourcePorts: find(/source\s+ports/),
    destination: names.indexOf('destination'),
    isInbound,
  };
}

function rowsOf(cells: readonly string[], columns: Columns, heading: string, cloud: Cloud | undefined, line: number): ArticleRow[] {
  const protocol: ArticleRow['protocol'] =
    (cells[columns.protocol] ?? 'TCP').toUpperCase() === 'UDP' ? 'UDP' : /any/i.test(cells[columns.protocol] ?? '') ? 'ANY' : 'TCP';
  const label = columns.label < 0 ? undefined : cells[columns.label]!.replace(/__|`/g, '');
  const endpointCell = cells[columns.endpoint] ?? '';
  const [sourcePorts, destination] = [plainCell(cells[columns.sourcePorts]), plainCell(cells[columns.destination])];
  const byProtocol = columns.ports < 0 ? [{ protocol, ports: undefined }] : portsOf(cells[columns.ports] ?? '', protocol);
  return endpointsIn(endpointCell).flatMap((endpoint) =>
    byProtocol.map(({ protocol: which, ports }) => ({
      endpoint,
      isInbound: columns.isInbound,
      isTable: true as const,
      protocol: which,
      ...(columns.isInbound && { inbound: { sourcePorts, destination } }),
      ...(ports && { ports }),
      ...(cloud && { cloud }),
      heading,
      ...(label && { label }),
      line,
    })),
  );
}

/** The text of a cell without marks. */
function plainCell(cell = ''): string {
  return cell.replace(/[`_*]/g, '').trim();
}

/** `443, 8787<br>UDP: 5831` is a list for the protocol of the row, and another for UDP. */
function portsOf(cell: string, protocol: ArticleRow['protocol']): { protocol: ArticleRow['protocol']; ports: string[] | undefined }[] {
  const parts = cell
    .split(/<\/?br\s*\/?>/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const lists = parts.map((part) => {
    const [, named, list] = /^(?:(TCP|UDP|ANY):)?(.*)$/i.exec(part)!;
    const ports = list!.match(/\d+(?:-\d+)?/g);
    return {
      protocol: (named?.toUpperCase() as ArticleRow['protocol'] | undefined) ?? protocol,
      ports: [...(ports ?? [])],
    };
  });
  return lists.length === 0 ? [{ protocol, ports: [] }] : lists;
}

/** The endpoints of a cell: what stands in code spans, else what looks like one. */
function endpointsIn(cell: string): string[] {
  const spans = spansIn(cell);
  return spans.length > 0
    ? spans
    : plainText(cell)
        .split(/[\s,]+/)
        .filter(isEndpoint);
}

/** The endpoints in code spans. */
function spansIn(text: string): string[] {
  return [...plainText(text).matchAll(/`([^`]+)`/g)]
    .flatMap(([, span]) => span!.split(/[\s,]+/))
    .map((word) => word.replace(/^https?:\/\//, ''))
    .filter(isEndpoint);
}

function plainText(text: string): string {
  const unescaped = text.replace(/\\\*/g, '*').replace(/<\/?br\s*\/?>/gi, ' ');
  return PLACEHOLDERS.reduce((all, [pattern, name]) => all.replace(pattern, name), unescaped);
}

function isEndpoint(word: string): boolean {
  return word !== 'Any' && (HOST.test(word) || TAG.test(word));
}
