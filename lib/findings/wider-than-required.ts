import { EndpointKind } from '../requirements/endpoint';
import { Requirement } from '../requirements/requirement';
import { hostOfUrl, isFqdnTagUsed, isWholeHostOpen } from '../filtering/paths/wider';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { Finder, FindingFacts } from './context';

/** Requirements that firewalls meet with more than they ask for: the whole host of a URL, an FQDN tag for its documented hosts. */
export const widerThanRequired: Finder = ({ views, answers }) => {
  const met = new Set(answers.filter(({ outcome }) => outcome === 'met').map(({ subnet, requirementId }) => `${subnet} ${requirementId}`));
  return views.flatMap((view) =>
    view.requirements.all.filter(({ id }) => met.has(`${view.name} ${id}`)).flatMap((one) => ofRequirement(one, view)));
};

function ofRequirement(requirement: Requirement, view: VerifiedSubnet): FindingFacts[] {
  const { id, endpoint: { kind, value }, fqdnTag } = requirement;
  const base = { subject: `${view.name} ${id}`, subnet: view.name, requirementId: id, places: [] };
  if (kind === EndpointKind.URL && isWholeHostOpen(requirement, view)) {
    return [
      {
        ...base,
        message: `${value} is asked for, and every path of ${hostOfUrl(value)} is open: a path is filtered only by a Premium policy with ` +
          'TLS inspection.',
        cause: {
          key: 'whole hosts', member: value,
          text: 'Every path of the host is open, where one is asked for: a path is filtered only by a Premium policy with TLS inspection.',
        },
      },
    ];
  }
  if (fqdnTag !== undefined && isFqdnTagUsed(fqdnTag, view)) {
    const rest = `met by the FQDN tag ${fqdnTag}, whose list of hosts Azure keeps and may make longer.`;
    return [{ ...base, message: `${value} is ${rest}`, cause: { key: `tag ${fqdnTag}`, text: `These are ${rest}`, member: value } }];
  }
  return [];
}
