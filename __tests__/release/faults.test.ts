import { faultsOfRelease } from '../../scripts/release/faults';

const GOOD = '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-26\n\n### Added\n\n- A thing.\n';
const release = (changelog: string, tag = 'v0.2.0'): string[] => faultsOfRelease({ tag, version: '0.2.0', changelog });

test('a version with its tag and a section of its own has no faults', () => {
  expect(release(GOOD)).toEqual([]);
});

test.each([
  [
    'another tag', GOOD, 'v0.2.1',
    'the tag is v0.2.1, and package.json has the version 0.2.0: set the version of the tag there, or push v0.2.0',
  ],
  [
    'no section', '## [Unreleased]\n', 'v0.2.0',
    'CHANGELOG.md has no section "## [0.2.0] - DATE": give the section [Unreleased] that heading',
  ],
  ['no date', GOOD.replace('2026-11-26', 'soon'), 'v0.2.0', 'the section [0.2.0] of CHANGELOG.md has no date such as 2026-11-26'],
  ['an empty section', GOOD.replace('- A thing.', ''), 'v0.2.0', 'the section [0.2.0] of CHANGELOG.md has no entries'],
  [
    'entries that no section of a version has', GOOD.replace('## [0.2.0]', '- Another.\n\n## [0.2.0]'), 'v0.2.0',
    'CHANGELOG.md still has entries in "## [Unreleased]": move them below "## [VERSION] - DATE", with the version to release',
  ],
])('%s is a fault', (_, changelog, tag, fault) => {
  expect(release(changelog, tag)).toEqual([fault]);
});
