import { printable } from '../../azure/errors';
import { AlikeSubnets } from './alike-subnets';

const CLASSES = { open: 'fill:#ffedd9,stroke:#8a3b00,color:#4a2000,stroke-width:3px',
  met: 'fill:#dff3e4,stroke:#1a7f37,color:#0b3d1b', denied: 'fill:#ffe1de,stroke:#b3261e,color:#5c0f0a,stroke-width:3px',
  unknown: 'fill:#e8eaed,stroke:#57606a,color:#24292f,stroke-dasharray:5 4' };
const SIGNS = { met: '✓', denied: '✕', unknown: '?', open: '!' };

/** A flowchart with a node for each station. Names stand in quoted labels alone, where nothing of them has a meaning. */
export function mermaid({ text: subnet, ways }: AlikeSubnets): string {
  const ids = new Map<string, string>();
  const lines: string[] = [];
  const edges = new Set<string>();
  const node = (key: string, label: string, kind?: keyof typeof CLASSES): string => {
    const known = ids.get(key) ?? `n${ids.size + 1}`;
    if (!ids.has(key)) {
      ids.set(key, known);
      lines.push(`  ${known}["${label}"]${kind === undefined ? '' : `:::${kind}`}`);
    }
    return known;
  };
  const start = node('subnet', mermaidText(`subnet ${subnet}`));
  const most = Math.max(0, ...ways.map(({ stations }) => stations.length));
  const denied = new Set<string>();
  for (const { stations, stop, destination, direction, outcome, requirements } of ways) {
    const side = direction === 'inbound' ? ' (inbound)' : '';
    const said = outcome === 'open' ? `${mermaidText(destination)}: open, not asked for`
      : `${mermaidText(destination)}${side}: ${requirements.length} ${outcome}`;
    const end = node(JSON.stringify([outcome === 'open', stations, stop, destination, direction]), `${SIGNS[outcome]} ${said}`, outcome);
    const path = [start, ...stations.map(({ label: text }, i) => node(JSON.stringify(stations.slice(0, i + 1)), mermaidText(text))), end];
    // What is denied ends with a cross: inbound at the station that denies, outbound right after it.
    path.slice(1).forEach((to, i) => {
      // Destinations stand in one column, so a line that passes fewer stations is longer.
      const longer = to === end ? most - stations.length : 0;
      const isCross = stop !== undefined && (direction === 'inbound' ? i === stop + 1 : to === end);
      const edge = direction === 'inbound' ? `  ${to} -${'.'.repeat(longer + 1)}-${isCross ? 'x' : '>'} ${path[i]!}`
        : `  ${path[i]!} ${'-'.repeat(longer + 2)}${isCross ? 'x' : '>'} ${to}`;
      if (direction === 'outbound' || stop === undefined || i > stop) {
        edges.add(edge);
        if (isCross) {
          denied.add(edge);
        }
      }
    });
  }
  const crosses = [...edges].flatMap((edge, i) => (denied.has(edge) ? [i] : []));
  const isOpen = ways.some(({ outcome }) => outcome === 'open');
  const styles = [
    ...Object.entries(CLASSES).filter(([name]) => name !== 'open' || isOpen).map(([name, style]) => `  classDef ${name} ${style}`),
    ...(crosses.length === 0 ? [] : [`  linkStyle ${crosses.join(',')} stroke:#b3261e,stroke-width:3px`]),
  ];
  return `\`\`\`mermaid\nflowchart LR\n${[...lines, ...edges, ...styles].join('\n')}\n\`\`\`\n`;
}

/** Characters that Mermaid or HTML would read are written by their numbers. */
function mermaidText(text: string): string {
  return cut(printable(text), 60).replace(/[^\p{L}\p{N} .,:/()*_-]/gu, (character) => `#${character.codePointAt(0)!};`);
}

function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length > max ? `${characters.slice(0, max).join('')}...` : text;
}
