import { listOf, number, text } from '../azure/argument-shapes';
import { checkBlocks, checkPodPorts } from './kubernetes-names';

/** What pods of the extension may reach outside the cluster. A network policy names addresses there, neither hosts nor service tags. */
export class OutsideTraffic {
  /**
   * Everything outside the cluster, on the ports that the requirement set asks for, because something else, such as a firewall, filters
   * the hosts. The manifests have egress policies.
   * @param clusterAddressRanges CIDR ranges of pods and of services, which stay closed except for what requirements ask for
   * @throws when the list is empty, or an entry is not a CIDR range, covers every address or overlaps another
   */
  public static filteredElsewhere(clusterAddressRanges: string[]): OutsideTraffic {
    listOf(text)('clusterAddressRanges', clusterAddressRanges);
    checkBlocks('clusterAddressRanges', clusterAddressRanges);
    return new OutsideTraffic('filteredElsewhere', [...clusterAddressRanges]);
  }

  /**
   * Only these address ranges outside the cluster, on the ports that the requirement set asks for. The manifests have egress policies.
   * @param addressRanges CIDR ranges, for example those of private endpoints and of a proxy
   * @throws when the list is empty, or an entry is not a CIDR range, covers every address or overlaps another
   */
  public static within(addressRanges: string[]): OutsideTraffic {
    listOf(text)('addressRanges', addressRanges);
    checkBlocks('addressRanges', addressRanges);
    return new OutsideTraffic('within', [...addressRanges]);
  }

  /**
   * Everything: the manifests have no egress policies. Pods reach everything, inside and outside the cluster, unless another policy
   * denies it. Only incoming traffic is restricted.
   */
  public static unrestricted(): OutsideTraffic {
    return new OutsideTraffic('unrestricted', []);
  }

  /** @internal */
  private constructor(
    /**
     * Which of the choices it is.
     * @internal
     */
    public readonly _kind: 'filteredElsewhere' | 'within' | 'unrestricted',
    /**
     * The address ranges of the choice.
     * @internal
     */
    public readonly _addressRanges: readonly string[],
  ) {}
}

/**
 * Who, besides pods of the extension itself, calls the inference router (the pods azureml-fe). You must state it, because the article does
 * not say.
 */
export class RouterClients {
  /**
   * Address ranges outside the cluster. With a load balancer that rewrites source addresses these are the addresses of nodes.
   * @param addressRanges CIDR ranges
   * @param ports TCP ports that the pods listen on, which are not always those of the service (80 and 443)
   * @throws when a list is empty, an address range is not one, covers every address or overlaps another, or a port is not one
   */
  public static within(addressRanges: string[], ports: number[]): RouterClients {
    listOf(text)('addressRanges', addressRanges);
    checkBlocks('addressRanges', addressRanges);
    listOf(number)('ports', ports);
    checkPodPorts('ports', ports);
    return new RouterClients([...addressRanges], [...ports]);
  }

  /** Nobody, or a policy of your own lets them in. */
  public static none(): RouterClients {
    return new RouterClients(undefined, []);
  }

  /** @internal */
  private constructor(
    /**
     * The address ranges; undefined for nobody.
     * @internal
     */
    public readonly _addressRanges: readonly string[] | undefined,
    /**
     * The ports of the pods.
     * @internal
     */
    public readonly _ports: readonly number[],
  ) {}
}

/** Where the Kubernetes API server is. A network policy cannot name it, because it is not a pod of the cluster. */
export interface ApiServerProps {
  /**
   * Addresses or CIDR ranges. Some network plug-ins see the address of the service `kubernetes` in the namespace `default`, others
   * that of the API server itself, so give both.
   */
  readonly addressRanges: string[];

  /** TCP ports, such as 443 (AKS), or 443 of the service and 6443 of the API server itself. */
  readonly ports: number[];
}
