import { addTo } from '../../azure/groups';
import { FilterRule } from '../../filtering/filter-rule';
import { RuleEnd } from '../../filtering/rule-end';
import { VerifiedSubnet } from '../../filtering/paths/subnet-view';
import { intervalText, termText } from '../../network/address-text';
import { isEveryPort, PortInterval, portText } from '../../azure/port-sets';
import { Place, Route, RouteTable } from '../../network/network';
import { HiddenTexts } from '../../network/hidden-texts';
import { isUnknown, writtenText } from '../../network/unknown';
import { PlacesWithLines } from '../places-with-lines';
import { ReportRule, RuleLayer } from './network-report';

type RuleFields = Omit<ReportRule, 'anchor' | 'requirementAnchors' | 'openingAnchors'>;

/** The rules and routes that traffic of some subnets passes, each once, found by where it stands. */
export class PassedRules {
  public readonly rules: RuleFields[] = [];
  private readonly byPlace = new Map<string, number[]>();
  private readonly byShownPlace = new Map<string, number[]>();
  private readonly lines = new PlacesWithLines();

  /** @param hidden what places lose when they are shown */
  constructor(views: readonly VerifiedSubnet[], private readonly hidden: HiddenTexts) {
    for (const view of views) {
      const { group, table } = view;
      const owner = group?.name ?? view.filteredBy;
      view.outbound.forEach((rule) => this.filter('security group', owner, rule, 'outbound'));
      view.inbound.forEach((rule) => this.filter('security group', owner, rule, 'inbound'));
      table?.routes.forEach((route) => this.route(table, route));
      view.firewalls.forEach((firewall) =>
        view.rulesOf(firewall).forEach((rule) => this.filter('firewall', firewall.name, rule, 'outbound')));
    }
  }

  /** Numbers of the rules that stand at a place. */
  public at(layer: RuleLayer, place: Place): readonly number[] {
    return this.byPlace.get(keyOf(layer, place)) ?? [];
  }

  /** Numbers of the rules and routes that stand at a place that was made to be shown. */
  public atShown(place: Place): readonly number[] {
    return this.byShownPlace.get(placeKey(place)) ?? [];
  }

  private filter(layer: RuleLayer, owner: string, rule: FilterRule, direction: 'outbound' | 'inbound'): void {
    const { place, name, label, access, isEither, source, destination, uncertain } = rule;
    if (place === undefined) {
      return; // a default rule of Azure
    }
    this.add(layer, place, {
      layer, owner, name, label, direction, access: isEither === true ? 'either' : access, ports: rule.ports.map(portText),
      traffic: trafficText(rule), source: endText(source), destination: endText(destination), ...(uncertain !== undefined && { uncertain }),
      ...this.writtenAt(place),
    });
  }

  private route({ name: owner }: RouteTable, { name, place, prefix, nextHop, nextHopAddress, uncertain }: Route): void {
    const hop = isUnknown(nextHop) ? `not known: ${nextHop.unknown}` : nextHop;
    const address = nextHopAddress === undefined ? undefined : writtenText(nextHopAddress);
    this.add('route', place, {
      layer: 'route', owner, name, label: name, access: 'route', ports: [], traffic: ['next hop', hop, address ?? ''].join(' ').trim(),
      source: '', destination: termText(prefix), ...(address !== undefined && { nextHopAddress: address }),
      ...(uncertain !== undefined && { uncertain }), ...this.writtenAt(place),
    });
  }

  private writtenAt(place: Place): Pick<ReportRule, 'file' | 'line' | 'resource'> {
    const line = this.lines.lineOf(place);
    return { file: place.file, ...(line !== undefined && { line }), resource: place.resource };
  }

  /** Several filter rules may be of one written rule: one that is for several protocols, or in either direction. */
  private add(layer: RuleLayer, place: Place, rule: RuleFields): void {
    const key = keyOf(layer, place);
    const known = this.byPlace.get(key) ?? [];
    const text = JSON.stringify(rule);
    if (!known.some((i) => JSON.stringify(this.rules[i]) === text)) {
      this.rules.push(rule);
      this.byPlace.set(key, [...known, this.rules.length - 1]);
      const shown = placeKey(this.hidden.without(place));
      addTo(this.byShownPlace, shown, this.rules.length - 1);
    }
  }
}

function keyOf(layer: RuleLayer, place: Place): string {
  return `${layer} ${placeKey(place)}`;
}

function placeKey({ file, resource, part = '', label = '' }: Place): string {
  return JSON.stringify([file, resource, part, label]);
}

function trafficText({ protocols, ports, applications, hasUnknownPorts, isPartial }: FilterRule): string {
  const words = applications !== undefined && applications.length > 0 ? applications.join(', ')
    : `${protocols.join(', ')} ${portsText(ports)}`;
  const later = hasUnknownPorts === true ? ', and ports that are not known' : '';
  return `${words.trim()}${later}${isPartial === true ? ', from some source ports' : ''}`;
}

function portsText(ports: readonly PortInterval[]): string {
  return ports.map((one) => (isEveryPort(one) ? 'all ports' : portText(one))).join(', ');
}

function endText({ isAny, isEveryIpv4, ranges, tags, opaque, never, hosts, urls, fqdnTags }: RuleEnd): string {
  const texts = [
    ...(isAny || isEveryIpv4 ? ['*'] : ranges.intervals.map(intervalText)), ...tags, ...hosts, ...urls, ...fqdnTags,
    ...opaque.map(({ text }) => text), ...never.map(({ text }) => `${text} (never matched)`),
  ];
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}
