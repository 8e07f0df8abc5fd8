import { AddressTerm, Network, Place } from '../network/network';

/** An address term as somebody wrote it into a rule or a route. */
export interface WrittenTerm {
  readonly term: AddressTerm;
  readonly place: Place;
  /** Name of the rule or route. */
  readonly name: string;
  readonly where: 'security rule' | 'network rule' | 'application rule' | 'route';
  readonly end: 'source' | 'destination';
}

/** All address terms of a network, in the order of the files. */
export function writtenTerms(network: Network): WrittenTerm[] {
  const written: WrittenTerm[] = [];
  const add = (
    where: WrittenTerm['where'], end: WrittenTerm['end'], { name, place }: Pick<WrittenTerm, 'name' | 'place'>,
    terms: readonly AddressTerm[],
  ): void => {
    terms.forEach((term) => written.push({ term, place, name, where, end }));
  };
  for (const { rules } of network.securityGroups.values()) {
    for (const rule of rules) {
      add('security rule', 'source', rule, rule.sources);
      add('security rule', 'destination', rule, rule.destinations);
    }
  }
  for (const { routes } of network.routeTables.values()) {
    routes.forEach((route) => add('route', 'destination', route, [route.prefix]));
  }
  for (const { levels } of network.firewalls) {
    for (const rule of levels.flat().flatMap(({ collections }) => collections).flatMap(({ rules }) => rules)) {
      const where = `${rule.kind} rule` as const;
      add(where, 'source', rule, rule.sources);
      add(where, 'destination', rule, rule.destinations);
    }
  }
  return written;
}
