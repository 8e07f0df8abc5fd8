import { alternativesByLayer } from '../../filtering/paths/required-flows';
import { VIRTUAL_NETWORK } from '../../filtering/knowledge';
import { VerifiedSubnet } from '../../filtering/paths/subnet-view';
import { Finding } from '../../findings/finding';
import { articleAddress } from '../../catalog/article-address';
import { catalogPage } from '../../catalog/catalog-page';
import { Citation } from '../../requirements/citation';
import { Requirement } from '../../requirements/requirement';
import { RequirementSet } from '../../requirements/requirement-set';
import { HiddenTexts } from '../../network/hidden-texts';
import { SubstitutionsAndGaps } from './translation';
import { VerificationRequest } from '../../verification/request';
import { provedBy } from '../../verification/verdict';
import { verifyForReport } from '../../verification/verify-network';
import { withLines } from '../places-with-lines';
import {
  againstText, shownConditions, countsOf, shownPath, placeText, shownExample, summaryText, tagsText, VerificationHead,
} from '../verification-summary';
import { Anchors } from './anchors';
import { limitsUsed } from './limits-used';
import { NetworkReport, ReportGap, ReportOpening, ReportRequirement, ReportRule, ReportStep } from './network-report';
import { stepsOf } from './requirement-steps';
import { PassedRules } from './passed-rules';

/** With numbers of rules instead of their anchors. */
type Numbered<T> = Omit<T, 'ruleAnchors'> & { readonly rules: readonly number[] };
type RawRequirement = Omit<ReportRequirement, 'anchor' | 'steps'> & { readonly steps: readonly Numbered<ReportStep>[] };
type RawOpening = Numbered<Omit<ReportOpening, 'anchor'>>;

const WITHOUT_DEPLOYMENT: SubstitutionsAndGaps = { gaps: [], notTranslated: 'there is no deployment file to make rules from' };

/**
 * Verifies a network and says all that a reader wants to know of it later.
 *
 * @param translation what rule languages cannot carry of a deployment; without it, the report says that this is not known
 * @param verified the same request where it was verified already
 */
export function makeReport(
  request: VerificationRequest, head: VerificationHead, translation: SubstitutionsAndGaps = WITHOUT_DEPLOYMENT,
  verified = verifyForReport(request),
): NetworkReport {
  const { read: { network, options }, found: { views, notFound }, result } = verified;
  const hidden = network.hidden ?? HiddenTexts.NONE;
  const index = new PassedRules(views, hidden);
  const byName = new Map(views.map((view) => [view.name, view]));
  const sets = new Map(options.subnets.map(({ name, requirements }) => [name, requirements]));
  const byId = new Map([...sets].map(([name, { all }]) => [name, new Map(all.map((one) => [one.id, one]))]));
  const alternatives = new Map([...sets].map(([name, { all }]) => [name, alternativesByLayer(all)]));
  const requirements = result.answers.map((answer): RawRequirement => {
    const { subnet, outcome, ports: decidedPorts, steps, example, conditions } = answer;
    const requirement = byId.get(subnet)!.get(answer.requirementId)!;
    const view = byName.get(subnet);
    return {
      ...factsOf(requirement), subnet, outcome, conditions, ...(decidedPorts !== undefined && { decidedPorts }),
      ...(example !== undefined && { example: shownExample(example) }),
      steps: stepsOf(requirement, view, alternatives.get(subnet)!, steps, hidden).map(({ step, flows }) => ({
        layer: step.layer, result: step.result, flows, text: step.text,
        rules: [...new Set(step.places.flatMap((place) => index.at(step.layer, place)))],
        ...(step.hops !== undefined && { leadsTo: step.hops }),
      })),
    };
  });
  const unfound = new Map(notFound.map(({ name, why }) => [name, why]));
  const raw = {
    name: head.name, network: shownPath(head.network), against: againstText(head), serviceTagFile: tagsText(result),
    verdict: provedBy(result), headline: summaryText(result), summary: countsOf(result),
    subnets: options.subnets.map(({ name, networkTraffic: traffic }) => ({
      name, insideTraffic: traffic === 'none' ? [] : traffic === 'virtual-network' ? [VIRTUAL_NETWORK] : [...traffic],
      ...(unfound.has(name) && { notFound: unfound.get(name)! }), ...passed(byName.get(name)),
    })),
    requirements, rules: index.rules, openings: mostOpenFirst(result.findings.flatMap((finding) => openingsOf(finding, index))),
    gaps: [...[...sets].flatMap(([name, set]) => leftOutOf(name, set)), ...translation.gaps],
    ...(translation.notTranslated !== undefined && { notTranslated: translation.notTranslated }),
    findings: withLines(result).findings.map(({ id, severity, subject, message, cause, example, places, acknowledged }) => ({
      id, severity, subject, message, ...(cause !== undefined && { cause: cause.text, own: cause.member }),
      places: places.map(placeText),
      ...(example !== undefined && { example: shownExample(example) }),
      ...(acknowledged !== undefined && { acknowledged: acknowledged.reason }),
    })),
    limits: limitsUsed(network),
    conditions: shownConditions(result).map(({ text, requirementCount, members }) =>
      ({ condition: text, requirementCount, members: [...members] })),
  };
  return anchored(hidden.without(raw));
}

function openingsOf({ openings = [], subnet = '', places, example, acknowledged }: Finding, index: PassedRules): RawOpening[] {
  return openings.map(({ hop, ...facts }) => ({
    subnet, ...facts, ...(hop !== undefined && { leadsTo: hop }), rules: [...new Set(places.flatMap((place) => index.atShown(place)))],
    ...(example?.direction === facts.direction && { example: shownExample(example) }),
    ...(acknowledged !== undefined && { acknowledged: acknowledged.reason }),
  }));
}

/** What nobody has accepted first, what is certain before what may be, and what comes in before what goes out. */
function mostOpenFirst(openings: readonly RawOpening[]): RawOpening[] {
  const rank = ({ acknowledged, doubt, direction }: RawOpening): number =>
    (acknowledged === undefined ? 0 : 4) + (doubt === undefined ? 0 : 2) + (direction === 'inbound' ? 0 : 1);
  return [...openings].sort((a, b) => rank(a) - rank(b));
}

function passed(view: VerifiedSubnet | undefined) {
  const group = view?.group?.name ?? view?.unknownGroup?.unknown;
  const table = view?.table?.name ?? view?.unknownTable?.unknown;
  return {
    ...(view !== undefined && { resource: view.subnet.place.resource }), ...(group !== undefined && { group }),
    ...(table !== undefined && { table }), firewalls: view?.firewalls.map(({ name }) => name) ?? [],
  };
}

function factsOf({
  id, need, purpose, direction, ports, endpoint, section, capability, citation, notes, dataExfiltration,
}: Requirement): Omit<RawRequirement, 'subnet' | 'outcome' | 'steps' | 'conditions'> {
  return {
    id, need, purpose, direction, protocol: ports.protocol, ports: [...ports.ranges], endpointKind: endpoint.kind, endpoint: endpoint.value,
    section: section ?? 'own', capability, notes: [...notes], ...(citation !== undefined && { citation: withLink(citation) }),
    ...(section !== undefined && { page: catalogPage(section, id) }), ...(dataExfiltration !== undefined && { wayOut: dataExfiltration }),
  };
}

function withLink(citation: Citation): Citation & { readonly link?: string } {
  const { article, date, section, row } = citation;
  const link = articleAddress(article);
  return { article, date, section, row, ...(link !== undefined && { link }) };
}

function leftOutOf(where: string, { leftOut, gaps }: RequirementSet): ReportGap[] {
  return [
    ...leftOut.map(({ id, ports, reason, byUser }): ReportGap =>
      ({ kind: byUser ? 'left out by you' : 'left out', where, id, ports: [...ports], reason })),
    ...gaps.map(({ id, ports, reason, remedy }): ReportGap =>
      ({ kind: 'not documented', where, id, ports: [...ports], reason, remedy })),
  ];
}

type Raw = Omit<NetworkReport, 'requirements' | 'rules' | 'openings'> & {
  readonly requirements: readonly RawRequirement[]; readonly openings: readonly RawOpening[];
  readonly rules: readonly Omit<ReportRule, 'anchor' | 'requirementAnchors' | 'openingAnchors'>[];
};

/** The report with links in both directions. Links are made last, so that nothing hidden gets into one. */
function anchored(raw: Raw): NetworkReport {
  const anchors = new Anchors();
  const ofRules = raw.rules.map(({ owner, name }) => anchors.of('rule', owner, name));
  const served = raw.rules.map((): string[] => []);
  const requirements = raw.requirements.map(({ steps, ...rest }) => {
    const anchor = anchors.of('req', rest.subnet, rest.id);
    new Set(steps.flatMap(({ rules }) => rules)).forEach((i) => served[i]!.push(anchor));
    return { anchor, ...rest, steps: steps.map(({ rules, ...step }) => ({ ...step, ruleAnchors: rules.map((i) => ofRules[i]!) })) };
  });
  const opened = raw.rules.map((): string[] => []);
  const openings = raw.openings.map(({ rules, ...rest }) => {
    const anchor = anchors.of('open', rest.subnet, rest.direction, rest.traffic, rest.endpoint);
    rules.forEach((i) => opened[i]!.push(anchor));
    return { anchor, ...rest, ruleAnchors: rules.map((i) => ofRules[i]!) };
  });
  const rules = raw.rules.map((rule, i) => ({ anchor: ofRules[i]!, ...rule, requirementAnchors: served[i]!, openingAnchors: opened[i]! }));
  return { ...raw, requirements, rules, openings };
}
