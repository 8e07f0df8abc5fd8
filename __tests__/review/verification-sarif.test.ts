import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verificationSarif } from '../../lib/review/verification-sarif';
import { VerificationHead } from '../../lib/review/verification-summary';
import { Finding } from '../../lib/findings/finding';
import { VerificationResult } from '../../lib/verification/answers';
import { FINDINGS } from '../../lib/findings/finding-catalog';
import fc from '../support/fast-check';
import { finding, HEAD, HOSTILE, MIXED } from '../verification/results';

/** The schema of SARIF 2.1.0 (rtm.5), as published, without its descriptions and without the head of an older draft of JSON Schema. */
const schema = JSON.parse(readFileSync(join(__dirname, '..', 'support', 'sarif-2.1.0.schema.json'), 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats: {
  'uri': (text: string) => URL.canParse(text), 'date-time': true,
  'uri-reference': (text: string) => /^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/.test(text) && URL.canParse(text, 'https://example.com/'),
} });
const validate = ajv.compile(schema);

interface Location {
  physicalLocation?: { artifactLocation: { uri: string }; region?: { startLine: number } };
  logicalLocations?: { name: string; fullyQualifiedName: string }[]; id?: number;
}
interface Result {
  ruleId: string; ruleIndex: number; level: string; message: { text: string }; locations: Location[]; relatedLocations?: Location[];
  partialFingerprints: Record<string, string>; suppressions?: object[]; properties: object;
}
interface Run { tool: {
  driver: { version: string; rules: { id: string; defaultConfiguration: { level: string }; help: { text: string }; helpUri: string }[] };
}; results: Result[]; properties: object; automationDetails: { id: string } }

function runOf(result: VerificationResult, head: VerificationHead = HEAD, lineOf: () => number | undefined = () => undefined): Run {
  const text = verificationSarif(head, result, '1.2.3', lineOf);
  const log = JSON.parse(text) as { runs: [Run] };
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  expect(text.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  return log.runs[0];
}

const resultOf = (one: Finding, head?: VerificationHead, line?: number): Result =>
  runOf({ answers: [], findings: [one] }, head, () => line).results[0]!;

test('is SARIF 2.1.0 as published, with something of everything and with nothing', () => {
  expect(runOf(MIXED)).toMatchSnapshot();
  expect(runOf({ answers: [], findings: [] }).results).toEqual([]);
});

test('the schema refuses what is not SARIF', () => {
  expect(validate({ version: '2.1.0', runs: [{}] })).toBe(false);
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', helpUri: 'docs/x.md' } } }] })).toBe(false);
  expect(validate({ version: '2.1.0', runs: [{ tool: { driver: { name: 'x', informationUri: 'docs/x.md' } } }] })).toBe(false);
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

  test('the first is where the finding is, the others are related', () => {
    const { locations, relatedLocations } = resultOf(
      finding('tag-case', 'x', { places: [place, { file: 'b.json', resource: 'azurerm_x.z' }] }), HEAD, 12,
    );
    expect(locations).toEqual([expect.objectContaining({
      physicalLocation: { artifactLocation: { uri: 'a%20b/%C3%BC%23%3F.json' }, region: { startLine: 12 } },
      logicalLocations: [{ name: 'azurerm_x.y', fullyQualifiedName: 'azurerm_x.y.rule[1]', kind: 'resource' }],
    })]);
    expect(relatedLocations)
      .toEqual([expect.objectContaining({ id: 1, physicalLocation: { artifactLocation: { uri: 'b.json' }, region: { startLine: 12 } } })]);
  });

  test('without a line it is the first one, because code scanning asks for one', () => {
    expect(resultOf(finding('tag-case', 'x', { places: [place] })).locations[0]!.physicalLocation)
      .toHaveProperty('region', { startLine: 1 });
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
      expect(resultOf(one, { ...HEAD, network: '-' }, 3).locations[0]!.physicalLocation).toHaveProperty('region', { startLine: 1 });
    }
  });
});

test('a fingerprint is that of the id and the subject', () => {
  const of = (...args: Parameters<typeof finding>): string => resultOf(finding(...args)).partialFingerprints['findingSubject/v1']!;
  expect(of('tag-case', 'x')).toBe(of('tag-case', 'x', { message: 'Other', places: [{ file: 'f', resource: 'r' }] }));
  expect(new Set([of('tag-case', 'x'), of('tag-case', 'y'), of('tag-unknown', 'x')]).size).toBe(3);
});

test('an acknowledged finding is suppressed, with its reason', () => {
  expect(resultOf(finding('tag-case', 'x', { acknowledged: { reason: 'Soon' } })).suppressions)
    .toEqual([{ kind: 'external', status: 'accepted', justification: 'Soon' }]);
  expect(resultOf(finding('tag-case', 'x'))).not.toHaveProperty('suppressions');
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
