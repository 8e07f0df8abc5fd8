import { AddressCover } from '../azure/address-cover';
import { InputError } from '../azure/errors';
import { pairedRegion } from '../azure/region-pairs';
import { tagSuffix } from '../azure/regions';
import { ServiceTagFile } from '../input/service-tag-file';
import { RequirementSet } from '../requirements/requirement-set';
import { checkCloud } from './service-tag-cloud';

/** The address ranges that take the place of a service tag in a route. */
export interface TagRanges {
  /** Id of the requirement that asks for the route. */
  readonly requirement: string;
  /** The regional forms of its tag whose ranges these are: that of the region, and that of its pair when it has one. */
  readonly tags: readonly string[];
  /** The fewest IPv4 ranges of these tags. */
  readonly ranges: readonly string[];
  /** Number of their IPv6 ranges. The route that these are an exception from is 0.0.0.0/0, so that there are no routes for them. */
  readonly ipv6Ranges: number;
}

/**
 * The ranges for each requirement that asks for a route. The article allows the addresses of the region of the workspace and
 * of its paired region in place of the tag; for looking up addresses the tag has regional forms, which rules do not take
 * (how-to-access-azureml-behind-firewall, compute with a public IP; ms.date 2026-03-19).
 */
export function tagRanges(set: RequirementSet, file: ServiceTagFile): TagRanges[] {
  checkCloud(file, set.cloud, 'serviceTagFile');
  const pair = pairedRegion(set.region, set.cloud);
  const regions = pair === undefined ? [set.region] : [set.region, pair];
  return set.all.filter(({ nextHopInternet }) => nextHopInternet).map(({ id, endpoint }) => {
    const tags = regions.map((region) => `${endpoint.value}.${tagSuffix(endpoint.value, region, set.cloud)}`);
    const ipv4 = tags.map((tag) => ipv4Ranges(tag, file));
    return {
      requirement: id, tags, ranges: AddressCover.of(ipv4.flat()).ranges(),
      ipv6Ranges: AddressCover.of(tags.flatMap((tag) => file._cover(tag).ranges(6))).ranges().length,
    };
  });
}

function ipv4Ranges(tag: string, file: ServiceTagFile): string[] {
  if (!file._has(tag)) {
    throw new InputError({
      argument: 'serviceTagFile', given: file.path,
      problem: `does not have the service tag ${tag}. The weekly file "Azure IP Ranges and Service Tags" has the ` +
        'regional forms of this tag, the output of "az network list-service-tags" may lack them. Without serviceTagFile the route is for ' +
        'the tag itself',
    });
  }
  const ranges = file._cover(tag).ranges(4);
  if (ranges.length === 0) {
    throw new InputError({
      argument: 'serviceTagFile', given: file.path,
      problem: `has no IPv4 range for the service tag ${tag}. Without serviceTagFile the ` +
        'route is for the tag itself',
    });
  }
  return ranges;
}
