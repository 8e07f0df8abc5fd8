import { verificationSarif } from '../../lib/review/verification-sarif';
import { TextLine } from '../../lib/review/sarif';
import { VerificationHead } from '../../lib/review/verification-summary';
import { Finding } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/verification-result';
import { FINDINGS } from '../../lib/findings/finding-catalog';
import fc from '../support/fast-check';
import { sarifErrors } from '../support/sarif';
import { finding, HEAD, HOSTILE, MIXED } from '../verification/results';

interface Location {
  physicalLocation?: { artifactLocation: { uri: string }; region?: { startLine: number } };
  logicalLocations?: { name: string; fullyQualifiedName: string }[]; id?: number;
}
interface Result {
  ruleId: string; ruleIndex: number; level: string; message: { text: string }; locations: Location[]; relatedLocations?: Location[];
  partialFingerprints: Record<string, string>; properties: object;
}
interface Run { tool: {
  driver: { version: string; rules: {
    id: string; fullDescription: { text: string }; shortDescription: { text: string }; defaultConfiguration: { level: string };
    help: { text: string }; helpUri: string;
  }[] };
}; results: Result[]; properties: object; automationDetails: { id: string } }

function runOf(result: VerificationResult, head: VerificationHead = HEAD, lineOf: () => TextLine | undefined = () => undefined): Run {
  const text = verificationSarif(head, result, '1.2.3', lineOf);
  const log = JSON.parse(text) as { runs: [Run] };
  expect(sarifErrors(log)).toEqual([]);
  expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  return log.runs[0];
}

const resultOf = (one: Finding, head?: VerificationHead, line?: number): Result =>
  runOf({ answers: [], findings: [one] }, head, () => (line === undefined ? undefined : { line, length: 20 })).results[0]!;
const FIRST = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };

test('is SARIF 2.1.0 as published, with something of everything and with nothing', () => {
  expect(runOf(MIXED)).toMatchSnapshot();
  expect(runOf({ answers: [], findings: [] }).results).toEqual([]);
});

test('the schema refuses what is not SARIF', () => {
  expect(sarifErrors({ version: '2.1.0', runs: [{}] })).not.toEqual([]);
  expect(sarifErrors({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', helpUri: 'docs/x.md' } } }] })).not.toEqual([]);
  expect(sarifErrors({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', informationUri: 'docs/x.md' } } }] })).not.toEqual([]);
});

test('has a rule for every id of findings, with its help', () => {
  const { rules } = runOf(MIXED).tool.driver;
  expect(rules.map(({ id }) => id)).toEqual(FINDINGS.map(({ id }) => id));
  FINDINGS.forEach(({ id, severity, meaning }, i) => {
    const { help, helpUri, defaultConfiguration: { level } } = rules[i]!;
    expect(help.text).toContain(meaning);
    expect(helpUri).toMatch(new RegExp(`/docs/findings\\.md#${id}$`));
    expect(level).toBe(severity === 'unknown' ? 'warning' : severity);
    expect(resultOf(finding(id, 'x'))).toMatchObject({ ruleId: id, ruleIndex: i, level });
  });
});

describe('places', () => {
  const place = { file: 'a b/ü#?.json', resource: 'azurerm_x.y', part: 'rule[1]' };

  const TWELFTH = { startLine: 12, startColumn: 1, endLine: 12, endColumn: 21 };

  test('the first is where the finding is, the others are related', () => {
    const { locations, relatedLocations } = resultOf(
      finding('tag-case', 'x', { places: [place, { file: 'b.json', resource: 'azurerm_x.z' }] }), HEAD, 12,
    );
    expect(locations).toEqual([expect.objectContaining({
      physicalLocation: { artifactLocation: { uri: 'a%20b/%C3%BC%23%3F.json' }, region: TWELFTH },
      logicalLocations: [{ name: 'azurerm_x.y', fullyQualifiedName: 'azurerm_x.y.rule[1]', kind: 'resource' }],
    })]);
    expect(relatedLocations)
      .toEqual([expect.objectContaining({ id: 1, physicalLocation: { artifactLocation: { uri: 'b.json' }, region: TWELFTH } })]);
  });

  test('without a line it is the first one, because code scanning asks for one', () => {
    expect(resultOf(finding('tag-case', 'x', { places: [place] })).locations[0]!.physicalLocation)
      .toHaveProperty('region', FIRST);
  });

  test.each([
    ['/tmp/a b.json', 'file:///tmp/a%20b.json'], ['../x:y.json', '../x%3Ay.json'], ['a\\b.json', 'a/b.json'],
    ['\ud800.json', '%EF%BF%BD.json'],
  ])('the path %j is the URI %s', (file, uri) => {
    expect(resultOf(finding('tag-case', 'x', { places: [{ ...place, file }] })).locations[0]!.physicalLocation!.artifactLocation.uri)
      .toBe(uri);
  });

  test('what has no file is in the file that asks for it', () => {
    const uriOf = (one: Finding, head: VerificationHead): string =>
      resultOf(one, head, 3).locations[0]!.physicalLocation!.artifactLocation.uri;
    expect(uriOf(finding('tag-case', 'x'), HEAD)).toBe('deployment.yaml');
    expect(uriOf(finding('tag-case', 'x'), { ...HEAD, deployment: '-' })).toBe('cdktf.out');
    for (const file of ['-', 'standard input']) {
      const one = finding('tag-case', 'x', { places: [{ ...place, file }] });
      expect(uriOf(one, { ...HEAD, network: '-' })).toBe('deployment.yaml');
      expect(resultOf(one, { ...HEAD, network: '-' }, 3).locations[0]!.physicalLocation).toHaveProperty('region', FIRST);
    }
  });
});

test('a fingerprint is that of the id and the subject', () => {
  const of = (...args: Parameters<typeof finding>): string => resultOf(finding(...args)).partialFingerprints.primaryLocationLineHash!;
  expect(of('tag-case', 'x')).toBe(of('tag-case', 'x', { message: 'Other', places: [{ file: 'f', resource: 'r' }] }));
  expect(new Set([of('tag-case', 'x'), of('tag-case', 'y'), of('tag-unknown', 'x')]).size).toBe(3);
  const twice = runOf({ answers: [], findings: [finding('tag-case', 'x'), finding('tag-case', 'x')] }).results;
  expect(new Set(twice.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash)).size).toBe(2);
});

test('an acknowledged finding is no result, because code scanning would make an alert of it, and is told with its reason', () => {
  const run = runOf({ answers: [], findings: [finding('tag-case', 'x', { acknowledged: { reason: 'Soon' } }), finding('tag-case', 'y')] });
  expect(run.results.map(({ properties }) => properties)).toEqual([expect.objectContaining({ subject: 'y' })]);
  expect(run.properties).toMatchObject({ acknowledged: [{ id: 'tag-case', subject: 'x', reason: 'Soon' }] });
});

test('every result has what code scanning asks for: a file, a whole region, a fingerprint; and nothing that it does not read', () => {
  const { results, tool: { driver: { rules } } } = runOf(MIXED);
  for (const { locations: [location], partialFingerprints, ...rest } of results) {
    expect(Object.keys(location!.physicalLocation!.region!)).toEqual(['startLine', 'startColumn', 'endLine', 'endColumn']);
    expect(partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{64}:1$/);
    expect(rest).not.toHaveProperty('suppressions');
  }
  for (const { fullDescription, shortDescription } of rules) {
    expect([fullDescription, shortDescription].every(({ text }) => text.length > 0 && text.length <= 1024)).toBe(true);
  }
});

test('names give no link', () => {
  const { message: { text } } = resultOf(finding('tag-case', HOSTILE, { message: '[a](b) [c[d](e) f[3] (g)' }));
  expect(text).not.toMatch(/(?<!\\)\]\(/);
  expect(text).toContain('\\[click\\](https://evil.example/x)');
  expect(text).toContain('f[3] (g)');
});

test('says what it rests on', () => {
  expect(runOf(MIXED).properties).toEqual({
    network: 'cdktf.out', deployment: 'deployment.yaml', requirements: { met: 1, denied: 1, unknown: 1 },
    serviceTagFile: { name: 'ServiceTags_Public_20251110.json', cloud: 'public', changeNumber: 376 },
    acknowledged: [{ id: 'open-beyond-requirements', subject: 'training Internet', reason: expect.stringContaining('Until the move') }],
  });
});

test('any text gives SARIF', () => {
  const text = fc.string({ unit: 'binary', maxLength: 20 });
  const place = fc.record({ file: text, resource: text, part: text });
  fc.assert(fc.property(text, text, fc.array(place, { maxLength: 3 }), fc.option(text), (subject, message, places, reason) => {
    runOf({
      answers: [], findings: [finding('tag-case', subject, { message, places, ...(reason !== null && { acknowledged: { reason } }) })],
    });
  }));
});
