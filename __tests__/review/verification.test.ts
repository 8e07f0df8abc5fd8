import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explanationJson, explanationMarkdown, explanationText } from '../../lib/review/explanation';
import { verificationJson } from '../../lib/review/verification-json';
import { verificationMarkdown } from '../../lib/review/verification-markdown';
import { countsOf, summaryText } from '../../lib/review/verification-summary';
import { verificationText } from '../../lib/review/verification-text';
import { Finding } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/verification-result';
import { Explanation } from '../../lib/verification/explain';
import { answer, finding, HEAD, HOSTILE, MIXED } from '../verification/results';

const NOTHING: VerificationResult = { answers: [answer('basic.storage', 'met')], findings: [] };
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const found = (...findings: Finding[]): VerificationResult => ({ answers: [], findings });

/** Markdown without code spans, escaped characters, and what was written here. */
const bare = (text: string): string => text.replace(/`[^`]*`/g, '').replace(/\\./g, '').replace(/@<!-- -->/g, '').replace(/<br>/g, '');

const EXPLANATION: Explanation = {
  flow: 'training outbound tcp 443 pypi.org', outcome: 'deny',
  steps: [
    {
      layer: 'security group', result: 'allow', text: `Allow-${HOSTILE} allows it`,
      places: [{ file: 'cdk.tf.json', resource: 'azurerm_network_security_group.g', part: 'security_rule[0]' }],
    },
    { layer: 'route', result: 'allow', text: 'default goes to 10.0.1.4', places: [] },
    { layer: 'firewall', result: 'deny', text: 'no rule allows it', places: [] },
  ],
  conditions: [`The group has other rules ${HOSTILE}`],
};

describe.each([['text', verificationText], ['json', verificationJson], ['markdown', verificationMarkdown]])(
  'the result as %s', (_, format) => {
    test('with something of everything, and with nothing', () => {
      expect(format(HEAD, MIXED)).toMatchSnapshot();
      expect(format({ ...HEAD, network: '-' }, NOTHING)).toMatchSnapshot();
    });

    test('shows no character that cannot be seen', () => {
      for (const head of [HEAD, { ...HEAD, network: HOSTILE, deployment: HOSTILE }]) {
        expect(format(head, MIXED).replace(/\n/g, '')).not.toMatch(UNSEEN);
      }
    });

    test('ends with one line break', () => {
      expect(format(HEAD, MIXED)).toMatch(/[^\n]\n$/);
      expect(format(HEAD, NOTHING)).toMatch(/[^\n]\n$/);
    });
  },
);

describe.each([['text', explanationText], ['json', explanationJson], ['markdown', explanationMarkdown]])(
  'an explanation as %s', (_, format) => {
    test('rule by rule', () => {
      expect(format(EXPLANATION)).toMatchSnapshot();
      expect(format({ ...EXPLANATION, steps: [], conditions: [] })).toMatchSnapshot();
      expect(format(EXPLANATION).replace(/\n/g, '')).not.toMatch(UNSEEN);
    });
  },
);

describe('the summary', () => {
  test.each<[string, VerificationResult, string]>([
    [
      'everything', MIXED, '1 of 3 requirements met by what could be read, 1 denied, 1 unknown. ' +
        'Findings: 1 error, 1 unknown, 1 warning, 1 note; 1 acknowledged.',
    ],
    [
      'rules that were not read', { ...NOTHING, findings: [finding('rules-not-read', 'g')] },
      '1 of 1 requirement met by what could be read. Findings: 1 note.',
    ],
    ['nothing wrong', NOTHING, '1 of 1 requirement met. Findings: none.'],
    ['nothing asked', found(), '0 of 0 requirements met. Findings: none.'],
    [
      'several', found(finding('tag-case', 'a'), finding('tag-case', 'b'), finding('rule-redundant', 'a'), finding('rule-redundant', 'b')),
      '0 of 0 requirements met. Findings: 2 errors, 2 notes.',
    ],
    [
      'all acknowledged', found(finding('tag-case', 'a', { acknowledged: { reason: 'x' } })),
      '0 of 0 requirements met. Findings: none; 1 acknowledged.',
    ],
  ])('of %s', (_, result, text) => {
    expect(summaryText(result)).toBe(text);
  });

  test('counts what is acknowledged apart', () => {
    expect(countsOf(MIXED)).toEqual({
      requirements: { met: 1, denied: 1, unknown: 1 }, findings: { error: 1, unknown: 1, warning: 1, note: 1 }, acknowledged: 1,
    });
  });

  test('stands first and last in the text; once where nothing is between', () => {
    const lines = verificationText(HEAD, MIXED).trimEnd().split('\n');
    expect([lines[0], lines[lines.length - 1]]).toEqual([summaryText(MIXED), summaryText(MIXED)]);
    expect(verificationText(HEAD, NOTHING).split(summaryText(NOTHING))).toHaveLength(2);
  });
});

describe('text', () => {
  test('has one line for each part of a finding, whatever names hold', () => {
    const text = verificationText(HEAD, found(finding('tag-case', 'a\nrequirement-denied: b', { message: 'x\r\ny' })));
    expect(text).toContain('tag-case: a\\u000arequirement-denied: b\n  x\\u000d\\u000ay\n');
  });

  test('shows five places and counts the rest', () => {
    const places = Array.from({ length: 7 }, (_, i) => ({ file: 'f', resource: `r${i}` }));
    const text = verificationText(HEAD, found(finding('tag-case', 'a', { places })));
    expect([...text.matchAll(/^ {2}at: /gm)]).toHaveLength(5);
    expect(text).toContain('  and at 2 more places\n');
  });
});

describe('json', () => {
  test('gives back every text as it is', () => {
    const { findings, answers } = JSON.parse(verificationJson(HEAD, MIXED)) as VerificationResult;
    expect(findings.map(({ id, subject, message, places }) => ({ id, subject, message, places })))
      .toEqual(MIXED.findings.map(({ id, subject, message, places }) => ({ id, subject, message, places })));
    expect(answers.map(({ steps, conditions }) => ({ steps, conditions })))
      .toEqual(MIXED.answers.map(({ steps, conditions }) => ({ steps, conditions })));
  });

  test('has the members that are documented and no others', () => {
    const keys = new Set<string>();
    JSON.parse(verificationJson(HEAD, MIXED), (key, value: unknown) => {
      if (/\D/.test(key)) {
        keys.add(key);
      }
      return value;
    });
    const page = readFileSync(join(__dirname, '..', '..', 'docs', 'command-line.md'), 'utf8').split('## verify')[1]!;
    expect([...keys].filter((key) => !new RegExp(`\\b${key}\\b`).test(page))).toEqual([]);
    expect([...keys].sort()).toEqual([
      'acknowledged', 'answers', 'changeNumber', 'cloud', 'conditions', 'denied', 'deployment', 'direction', 'endpoint', 'error', 'example',
      'file', 'findings', 'flow', 'id', 'layer', 'message', 'met', 'name', 'need', 'network', 'note', 'outcome', 'part', 'places', 'port',
      'protocol', 'reason', 'requirementId', 'requirements', 'resource', 'result', 'serviceTagFile', 'severity', 'steps', 'subject',
      'subnet', 'summary', 'text', 'unknown', 'warning',
    ]);
  });
});

describe('markdown', () => {
  test('names give no link, no markup, no mention and no cell of their own', () => {
    const hostile = finding('tag-case', HOSTILE, {
      message: `${HOSTILE} @contoso/admins a@b.example`, places: [{ file: HOSTILE, resource: HOSTILE }],
      acknowledged: { reason: '@all <img src=x>' },
    });
    for (const text of [
      verificationMarkdown(HEAD, found(hostile, { ...hostile, acknowledged: undefined })), explanationMarkdown(EXPLANATION),
    ]) {
      expect(bare(text)).not.toMatch(/https?:|www\.|<(?!br)|@\w|\]\(/);
    }
    const rows = verificationMarkdown(HEAD, found(hostile)).split('\n').filter((line) => line.startsWith('| `tag-case`'));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.replace(/\\\|/g, '').split('|')).toHaveLength(7);
  });

  test('fits into a comment, with the most severe first, and says what is left out', () => {
    const many = [
      ...Array.from({ length: 300 }, (_, i) => finding('tag-case', `error ${i}`)),
      ...Array.from({ length: 3000 }, (_, i) => finding('rule-redundant', `${HOSTILE} ${i}`.repeat(20), { message: HOSTILE.repeat(20) })),
    ];
    const text = verificationMarkdown(HEAD, found(...many));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('`error 299`');
    const shown = text.split('\n').filter((line) => /^\| `(tag-case|rule-redundant)`/.test(line)).length;
    expect(shown).toBeGreaterThan(300);
    expect(text).toMatch(/\nRows that have no room here: [^\n]+\. The JSON has all\.\n$/);
    const left = [...text.matchAll(/(\d+) of \d+ below "/g)].map(([, count]) => Number(count));
    expect(left.reduce((sum, one) => sum + one, shown)).toBe(3300);
  });
});
