import { AnnotationMetadataEntryType } from 'cdktf';
import { Construct } from 'constructs';
import { inStableOrder } from '../azure/address-order';
import { groupBy } from '../azure/groups';
import { documentationRanges, prefixesOutside, publicRanges } from '../azure/network-ranges';
import { isMark } from '../azure/references';
import { unconfirmedTags } from '../azure/regions';
import { RequirementSet } from '../requirements/requirement-set';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { AnnotationCode } from './annotation-catalog';
import { shownText, withoutTokenMarks } from './shown-texts';
import { TRANSLATIONS } from './verified-constructs';

/**
 * Adds advice to a construct: `warning` for what may fail or opens more, `info` for what you should know.
 *
 * References are shown as what they lead to, which is known when the app is validated.
 *
 * `Annotations` of CDKTF would add a stack trace, whose paths make the manifest differ from machine to machine.
 */
export function advise(scope: Construct, level: 'warning' | 'info', code: AnnotationCode, message: string): void {
  const type = level === 'warning' ? AnnotationMetadataEntryType.WARN : AnnotationMetadataEntryType.INFO;
  const text = `[azureml-network:${code}] ${message}`;
  scope.node.addMetadata(type, withoutTokenMarks(text));
  if (isMark(text)) {
    const entry = scope.node.metadata.at(-1)!;
    scope.node.addValidation({ validate: () => {
      Object.assign(entry, { data: shownText(scope, text) });
      return [];
    } });
  }
}

/** Annotates what a rule language did not carry, or carried in another form; one annotation for each reason. */
export function adviseExpression(
  scope: Construct, unexpressed: readonly UnexpressedRequirement[], substitutions: readonly Substitution[],
): void {
  TRANSLATIONS.set(scope, { unexpressed, substitutions });
  for (const [, same] of groupBy(unexpressed, ({ reason, remedy }) => `${reason}|${remedy}`)) {
    const { reason, remedy, isOutOfPath, isDocumentationGap } = same[0]!;
    const code = isDocumentationGap ? 'documentation-gap' : 'unexpressed';
    advise(scope, isOutOfPath ? 'info' : 'warning', code, `${ids(same)}: ${reason}. Instead: ${remedy}.`);
  }
  for (const [, same] of groupBy(substitutions, ({ reason, writtenAs, isWider }) => `${reason}|${writtenAs}|${String(isWider)}`)) {
    const { reason, writtenAs, isWider } = same[0]!;
    advise(scope, isWider ? 'warning' : 'info', 'substituted',
      `${ids(same)}: written as ${writtenAs}, because ${reason}${isWider ? '. This is wider than documented' : ''}.`);
  }
}

/** Annotates what the set leaves out although its section is switched on; one annotation for each reason. */
export function adviseLeftOut(scope: Construct, set: RequirementSet): void {
  adviseRegion(scope, set);
  const carried = new Set(set.all.map(({ id }) => id));
  const all = set.leftOut.map(({ id, ports, reason, byUser }) => ({
    requirementId: carried.has(id) ? `${id} (ports ${ports.join(', ')})` : id, reason: byUser ? `left out by you: ${reason}` : reason,
  }));
  for (const [reason, same] of groupBy(all, (one) => one.reason)) {
    // Reasons of users and notes of the catalog may be whole sentences.
    advise(scope, 'info', 'left-out', `${ids(same)}: ${reason}${reason.endsWith('.') ? '' : '.'}`);
  }
}

/** Annotates service tags whose regional form no source gives in its capitals, on which Azure Firewall insists. */
function adviseRegion(scope: Construct, set: RequirementSet): void {
  const tags = unconfirmedTags(set.all.map(({ endpoint }) => endpoint.value));
  if (tags.length > 0) {
    advise(
      scope, 'warning', 'region-unconfirmed',
      `${tags.join(', ')}: no source shows the capitals of these service tags. They are written like those of other regions. ` +
        'Compare them with the service tag file, or use the tags without a region.',
    );
  }
}

/** Annotates public addresses that are said to be of a virtual network, which Azure allows and few networks have. */
export function advisePublicAddresses(scope: Construct, what: string, ranges: readonly string[]): void {
  adviseDocumentationAddresses(scope, what, ranges);
  const found = inStableOrder(publicRanges(ranges));
  if (found.length > 0) {
    advise(
      scope, 'warning', 'public-addresses',
      `${what}: ${found.join(', ')} ${found.length === 1 ? 'has' : 'have'} public addresses. Azure accepts them in a virtual network; ` +
        'make sure that they are yours, because the rules open them and the hosts of others at these addresses are out of reach.',
    );
  }
}

/** Annotates addresses of networks that are for documentation, and that no network is given. */
function adviseDocumentationAddresses(scope: Construct, what: string, ranges: readonly string[]): void {
  const found = inStableOrder(documentationRanges(ranges));
  if (found.length > 0) {
    advise(
      scope, 'warning', 'documentation-addresses',
      `${what}: ${found.join(', ')} ${found.length === 1 ? 'is a range' : 'are ranges'} for documentation, which nobody is given. Give ` +
        'the ranges of your virtual network.',
    );
  }
}

/** Annotates prefixes of subnets that the sources of firewall rules do not hold, so that the rules carry nothing of them. */
export function adviseSourcesOf(scope: Construct, sources: readonly string[], subnetPrefixes: readonly string[]): void {
  const outside = inStableOrder(prefixesOutside(sources, subnetPrefixes));
  if (outside.length > 0) {
    advise(
      scope, 'warning', 'sources-without-subnet',
      `the sources ${inStableOrder(sources).join(', ')} of the firewall rules do not cover all of ${outside.join(', ')}, so the rules ` +
        'carry nothing of what they leave out. Add the range, or leave sources out.',
    );
  }
}

function ids(same: readonly { requirementId: string }[]): string {
  return same.map(({ requirementId }) => requirementId).join(', ');
}
