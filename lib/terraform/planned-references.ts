import { Steps, referenceSteps, stepsText } from './expressions';
import { Fields, isFields, member } from '../network/fields';
import { itemsOf, KnownLater, ReferenceTarget, Unresolved } from './values';

/** References lead through variables of modules and outputs of modules; more of these than this is a circle. */
const MAX_STEPS = 32;

/** Longer than any reference. */
const MAX_REFERENCE = 1000;

/** A module as a plan has it: its configuration, and the one of its instances that is looked at. */
export interface PlannedModule {
  readonly configuration: Fields | undefined;
  /** `module.spoke["a"].`, or nothing for the root. */
  readonly prefix: string;
  readonly parent?: { readonly instance: PlannedModule; readonly call: Fields | undefined };
}

/** A resource in the configuration of a plan, for the instance that its references are followed for. */
export interface PlannedBlock {
  readonly module: PlannedModule;
  readonly block: Fields | undefined;
  /** `["a"]` or `[0]` of a resource with several instances; nothing otherwise. */
  readonly index: string;
}

export function childInstance(parent: PlannedModule, name: string, prefix: string): PlannedModule {
  const call = member(member(parent.configuration, 'module_calls'), name);
  const configuration = member(call, 'module');
  return {
    configuration: isFields(configuration) ? configuration : undefined, prefix,
    parent: { instance: parent, call: isFields(call) ? call : undefined },
  };
}

const BLOCKS = new WeakMap<Fields, ReadonlyMap<unknown, Fields>>();

/** The block of a resource in the configuration of its module. */
export function blockAt({ configuration }: PlannedModule, address: string): Fields | undefined {
  if (configuration === undefined) {
    return undefined;
  }
  let blocks = BLOCKS.get(configuration);
  if (blocks === undefined) {
    blocks = new Map(itemsOf(member(configuration, 'resources')).filter(isFields).map((block) => [member(block, 'address'), block]));
    BLOCKS.set(configuration, blocks);
  }
  return blocks.get(address);
}

/**
 * Finds which attributes the values known after apply will come from.
 *
 * A plan tells the references of an expression and not the expression. So one reference is taken for the value where it is of
 * a kind that is given as it is, an id or the private address of a firewall; of a name, others may be made.
 */
export class PlannedReferences {
  constructor(private readonly group: string) {}

  /** What stands in for a value known after apply. */
  public unresolved(block: PlannedBlock, expression: unknown): Unresolved {
    const references = mostPrecise(member(expression, 'references'));
    const target = this.target(block, references, 0);
    const note = target === undefined && references.length > 1 ? 'a plan does not say which one it is: give the configuration' : undefined;
    const isPrivateAddress = target !== undefined && /(^|\.)private_ip_address$/.test(target.attribute);
    const symbol = isPrivateAddress ? `${this.group} ${target.address}.${target.attribute}` : undefined;
    return new KnownLater(references, { symbol, target, note });
  }

  /** The attribute that an expression names, where it names one. */
  public written(block: PlannedBlock, expression: unknown): ReferenceTarget | undefined {
    return this.target(block, mostPrecise(member(expression, 'references')), 0);
  }

  /** What stands in for a list of ids that is known after apply: one for each id that it is made of. */
  public unresolvedList(block: PlannedBlock, expression: unknown): readonly Unresolved[] {
    const references = mostPrecise(member(expression, 'references'));
    const areIds = references.length > 1 && references.every((reference) => reference.endsWith('.id'));
    return areIds
      ? references.map((reference) => this.unresolved(block, { references: [reference] }))
      : [this.unresolved(block, expression)];
  }

  private target(block: PlannedBlock, references: readonly string[], depth: number): ReferenceTarget | undefined {
    const [first, second] = references;
    if (depth > MAX_STEPS || first === undefined || references.length > 2) {
      return undefined;
    }
    if (second !== undefined) {
      // `azurerm_subnet.all[each.key].id` is told as its resource and its key.
      const key = ['each.key', 'each.value', 'count.index'];
      const resource = key.includes(second) ? first : key.includes(first) ? second : undefined;
      const steps = resource === undefined ? undefined : referenceSteps(resource);
      return steps?.length === 2 && block.index !== '' ? this.at(block.module, `${stepsText(steps)}${block.index}`, '') : undefined;
    }
    const steps = referenceSteps(first);
    return steps === undefined ? undefined : this.follow(block, steps, depth);
  }

  private follow(block: PlannedBlock, steps: Steps, depth: number): ReferenceTarget | undefined {
    const { module } = block;
    switch (steps[0]) {
      case 'var': {
        const parent = module.parent;
        const expression = member(member(parent?.call, 'expressions'), String(steps[1]));
        const call = { module: parent?.instance ?? module, block: parent?.call, index: '' };
        return parent === undefined || steps.length !== 2
          ? undefined
          : this.target(call, mostPrecise(member(expression, 'references')), depth + 1);
      }
      case 'module':
        return this.output(module, steps, depth);
      case 'each': {
        // for_each over a resource: each value is the instance with the same key.
        const over = mostPrecise(member(member(block.block, 'for_each_expression'), 'references'));
        const resource = over.length === 1 ? referenceSteps(over[0]!) : undefined;
        const isValue = steps[1] === 'value' && steps.length > 2 && resource?.length === 2 && block.index !== '';
        return isValue ? this.at(module, `${stepsText(resource)}${block.index}`, stepsText(steps.slice(2))) : undefined;
      }
      case 'local': case 'count': case 'self': case 'path': case 'terraform':
        return undefined;
      case undefined: default:
        return this.resource(module, steps);
    }
  }

  private resource(module: PlannedModule, steps: Steps): ReferenceTarget | undefined {
    const length = steps[0] === 'data' ? 3 : 2;
    const address = stepsText(steps.slice(0, length));
    const block = blockAt(module, address);
    const isRepeated = member(block, 'count_expression') !== undefined || member(block, 'for_each_expression') !== undefined;
    const key = isRepeated ? steps[length] : undefined;
    return steps.length <= length
      ? undefined
      : key === undefined ? this.at(module, address, stepsText(steps.slice(length)))
      : this.at(module, `${address}[${JSON.stringify(key)}]`, stepsText(steps.slice(length + 1)));
  }

  private output(module: PlannedModule, steps: Steps, depth: number): ReferenceTarget | undefined {
    const name = String(steps[1]);
    const call = member(member(module.configuration, 'module_calls'), name);
    const isRepeated = member(call, 'count_expression') !== undefined || member(call, 'for_each_expression') !== undefined;
    const output = String(steps[isRepeated ? 3 : 2]);
    const instance = childInstance(module, name, `${module.prefix}module.${name}${isRepeated ? `[${JSON.stringify(steps[2])}]` : ''}.`);
    const expression = member(member(member(instance.configuration, 'outputs'), output), 'expression');
    const references = mostPrecise(member(expression, 'references'));
    return steps.length === (isRepeated ? 4 : 3)
      ? this.target({ module: instance, block: undefined, index: '' }, references, depth + 1)
      : undefined;
  }

  private at(module: PlannedModule, address: string, attribute: string): ReferenceTarget {
    return { group: this.group, address: `${module.prefix}${address}`, attribute };
  }
}

/** Without those that another one begins with, and each once: Terraform names the resource of each attribute as well. */
function mostPrecise(references: unknown): string[] {
  const texts = [
    ...new Set(itemsOf(references).filter((reference) => typeof reference === 'string' && reference.length < MAX_REFERENCE) as string[]),
  ];
  const longer = new Set<string>();
  for (const text of texts) {
    for (const { index } of text.matchAll(/[.[]/g)) {
      longer.add(text.slice(0, index));
    }
  }
  return texts.filter((text) => !longer.has(text));
}
