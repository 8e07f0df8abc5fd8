/** What a version is released from. */
export interface Release {
  /** The tag that was pushed. */
  readonly tag: string;
  /** The version in package.json. */
  readonly version: string;
  readonly changelog: string;
}

/** What is wrong with a release: the tag, the version and the section of the changelog must agree, and the section must say something. */
export function faultsOfRelease({ tag, version, changelog }: Release): string[] {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}] - `));
  const unreleased = sections.find((text) => text.startsWith('[Unreleased]'));
  const ask = 'set the version of the tag there, or push';
  return [
    ...(tag === `v${version}` ? [] : [`the tag is ${tag}, and package.json has the version ${version}: ${ask} v${version}`]),
    ...(section === undefined
      ? [`CHANGELOG.md has no section "## [${version}] - DATE": give the section [Unreleased] that heading`]
      : faultsOfSection(section, version)),
    ...(unreleased !== undefined && hasEntries(unreleased)
      ? ['CHANGELOG.md still has entries in "## [Unreleased]": move them below "## [VERSION] - DATE", with the version to release'] : []),
  ];
}

function faultsOfSection(section: string, version: string): string[] {
  const dated = /^\[[^\]]+\] - \d{4}-\d{2}-\d{2}\n/.test(section);
  return [
    ...(dated ? [] : [`the section [${version}] of CHANGELOG.md has no date such as 2026-11-26`]),
    ...(hasEntries(section) ? [] : [`the section [${version}] of CHANGELOG.md has no entries`]),
  ];
}

function hasEntries(section: string): boolean {
  return /^- /m.test(section);
}
