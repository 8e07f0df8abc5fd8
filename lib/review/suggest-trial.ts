import { addTo } from '../azure/groups';
import { RequirementAnswer } from '../filtering/answers';
import { answerFor } from '../filtering/paths/answer';
import { alternativesByLayer } from '../filtering/paths/required-flows';
import { OpenPiece, openings } from '../filtering/paths/openings';
import { VerifiedSubnet } from '../filtering/paths/subnet-view';
import { wholeText } from '../filtering/paths/target';
import { PortInterval, portSet, withoutPorts } from '../azure/port-sets';
import { Network } from '../network/network';
import { Direction } from '../requirements/direction';
import { Requirement } from '../requirements/requirement';
import { VerifyOptions, viewsOf } from '../verification/verify';

/** What opens beyond the requirements is never suggested, so each trial is asked for both. */
export class Trial {
  private readonly views: ReadonlyMap<string, VerifiedSubnet>;
  private open: ReadonlyMap<string, readonly PortInterval[]> | undefined;

  constructor(public readonly network: Network, private readonly options: VerifyOptions) {
    this.views = new Map(viewsOf(network, options).views.map((view) => [view.name, view]));
  }

  public view(subnet: string): VerifiedSubnet | undefined {
    return this.views.get(subnet);
  }

  public answer(requirement: Requirement, view: VerifiedSubnet): RequirementAnswer {
    return answerFor(requirement, this.views.get(view.name)!, alternativesByLayer(view.requirements.all));
  }

  public with(network: Network): Trial {
    return new Trial(network, this.options);
  }

  /** What is open here and not there, in words. */
  public beyond(other: Trial): string | undefined {
    const there = other.openPorts();
    return [...this.openPorts()].find(([key, ports]) => withoutPorts(portSet(ports), portSet(there.get(key) ?? [])).length > 0)?.[0];
  }

  private openPorts(): ReadonlyMap<string, readonly PortInterval[]> {
    if (this.open === undefined) {
      const open = new Map<string, PortInterval[]>();
      for (const view of this.views.values()) {
        for (const piece of [Direction.OUTBOUND, Direction.INBOUND].flatMap((direction) => openings(view, direction))) {
          const key = `${view.name} ${flowText(piece)}`;
          addTo(open, key, piece.ports);
        }
      }
      this.open = open;
    }
    return this.open;
  }
}

function flowText({ direction, protocol, target }: OpenPiece): string {
  return `${direction} ${protocol} ${direction === Direction.OUTBOUND ? 'to' : 'from'} ${wholeText(target)}`;
}
