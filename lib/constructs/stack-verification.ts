import { IAspect, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { InputError } from '../azure/errors';
import { acknowledgementsOf } from '../deployment/request-from-deployment';
import { Finding } from '../findings/finding';
import { Acknowledgement } from '../verification/acknowledge';
import { VerificationRequest } from '../verification/request';
import { requestText } from '../verification/request-file';
import { REQUEST_FILE } from '../verification/request-file-name';
import { verifyForReport, verifyNetwork } from '../verification/verify-network';
import { advise } from './annotate';
import { AppDocuments, stacksOf } from './app-documents';
import { writeBesideJson } from './files-beside-json';
import { AskedSubnet, namedSubnets, requestOfStack, securedSubnets, Stated } from './stack-question';
import { outerAspects } from './stated-aspects';
import { failureText, findingText } from './verification-messages';
import { DEPLOYMENTS, SECURED } from './verified-constructs';

const verifications = new WeakMap<TerraformStack, StackVerification>();
const lastLooks = new WeakMap<IConstruct, Set<StackVerification>>();

/** The verification of a stack. */
export function verificationOf(stack: TerraformStack): StackVerification {
  const verification = verifications.get(stack) ?? new StackVerification(stack);
  verifications.set(stack, verification);
  return verification;
}

/** What all aspects of a stack ask for together, so that none of them repeats what another says. */
export class StackVerification {
  private readonly asked = new Map<IAspect, Stated>();
  private readonly visited = new Set<IConstruct>();
  /** What of the app's acknowledgements is for findings of this stack. */
  private readonly matched = new Set<string>();
  private used?: AppDocuments;

  constructor(private readonly stack: TerraformStack) {}

  /** Takes a construct that an aspect visits. */
  public add(aspect: IAspect, stated: Stated, construct: IConstruct): void {
    this.asked.set(aspect, stated);
    this.visited.add(construct);
  }

  /** What is wrong and nobody has acknowledged. */
  public problems(): string[] {
    return this.run(new AppDocumentsOnce(this.stack.node.root), false);
  }

  /** The same at the end, for what aspects of later stacks have changed since. */
  private lastProblems(documents: AppDocumentsOnce): string[] {
    return this.used === undefined || this.used.equals(documents.get())
      ? []
      : this.run(documents, true).map((problem) => `[${this.stack.node.path}] ${problem}`);
  }

  /**
   * What is asked of the whole stack, whatever the scope of its aspects, with what is stated besides them.
   *
   * @param documents made when aspects were applied
   */
  public request(stated: Stated, documents: AppDocuments): VerificationRequest {
    const all = [...this.asked.values(), ...outerAspects(this.stack), stated];
    const deployment = DEPLOYMENTS.get(this.stack);
    const acknowledgements = [
      ...all.flatMap((one) => one.acknowledged ?? []), ...deployment === undefined ? [] : acknowledgementsOf(deployment),
    ];
    const subnets = [...securedSubnets(this.stack, () => true), ...namedSubnets(all)];
    return { ...requestOfStack(this.stack, all, subnets, documents), acknowledgements: eachOnce(acknowledgements) };
  }

  private run(documents: AppDocumentsOnce, isLast: boolean): string[] {
    const outer = outerAspects(this.stack);
    const stated = [...this.asked.values(), ...outer];
    if (stated.length === 0) {
      return [];
    }
    try {
      if (outer.some(({ subnets = [] }) => subnets.length > 0)) {
        throw new InputError({
          argument: 'VerifyRequirements: subnets', problem: 'an aspect of the app cannot tell which stack they belong to',
          allowed: 'add an aspect with these subnets to their stack',
        });
      }
      const subnets = [
        ...securedSubnets(this.stack, (construct) => outer.length > 0 || this.visited.has(construct)), ...namedSubnets(stated),
      ];
      if (subnets.length === 0) {
        this.adviseNone();
        writeBesideJson(this.stack, new Map());
        return [];
      }
      return this.verified(stated, subnets, documents.get(), isLast);
    } catch (error) {
      if (error instanceof InputError) {
        return [error.message];
      }
      throw error;
    }
  }

  private verified(stated: readonly Stated[], subnets: readonly AskedSubnet[], documents: AppDocuments, isLast: boolean): string[] {
    const { stack } = this;
    const outer = this.outerAcknowledgements();
    const request = {
      ...requestOfStack(stack, stated, subnets, documents), acknowledgements: eachOnce([...this.ownAcknowledgements(), ...outer]),
    };
    const used = { ...request, isUsedPartOnly: true };
    const formats = [...new Set(stated.flatMap(({ reportFormats = [] }) => reportFormats))];
    const verified = formats.length > 0 ? verifyForReport(used) : undefined;
    const { findings } = verified?.result ?? verifyNetwork(used);
    this.write(stated, used, documents.jsonOf(stack), verified === undefined ? new Map() : reportsOf(stack, formats, used, verified));
    this.keepMatched(outer, findings);
    const scopes = new Map(subnets.map(({ name, scope }) => [name, scope]));
    const failures: string[] = [];
    for (const finding of findings) {
      const scope = finding.subnet === undefined ? undefined : scopes.get(finding.subnet);
      if (finding.acknowledged === undefined && (finding.severity === 'error' || finding.severity === 'unknown')) {
        failures.push(failureText(finding, scope?.node.path, documents));
      } else if (!isLast) {
        adviseFinding(scope ?? stack, finding, findingText(finding, scope?.node.path, documents));
      }
    }
    this.lookAgain(documents);
    return failures;
  }

  /** What is written next to the JSON, also of a stack that fails, because it says why. */
  private write(
    stated: readonly Stated[], request: VerificationRequest, json: unknown, reports: ReadonlyMap<string, string>,
  ): void {
    const isRequestAsked = stated.some(({ requestFile }) => requestFile === true);
    writeBesideJson(this.stack, new Map([
      ...isRequestAsked ? [[REQUEST_FILE, requestText(request, json)] as const] : [],
      ...reports,
    ]));
  }

  private ownAcknowledgements(): Acknowledgement[] {
    const deployment = DEPLOYMENTS.get(this.stack);
    return [
      ...[...this.asked.values()].flatMap(({ acknowledged = [] }) => acknowledged),
      ...deployment === undefined ? [] : acknowledgementsOf(deployment),
    ];
  }

  /**
   * What is acknowledged for the whole app. That something of it is of no use is said by the last stack, because any of them may have it.
   */
  private outerAcknowledgements(): Acknowledgement[] {
    const { stack } = this;
    const stacks = stacksOf(stack.node.root).filter((other) => other.node.findAll().some((construct) => SECURED.has(construct)));
    const isLast = stacks.at(-1) === stack;
    const used = new Set(stacks.filter((other) => other !== stack).flatMap((other) => [...verifications.get(other)?.matched ?? []]));
    return outerAspects(stack).flatMap(({ acknowledged = [] }) => acknowledged)
      .map((one) => ({ ...one, isShared: !isLast || used.has(keyOf(one)) }));
  }

  /** Keeps what of the app's acknowledgements is for findings of this stack. */
  private keepMatched(outer: readonly Acknowledgement[], findings: readonly Finding[]): void {
    const present = new Set(findings.map(({ id, subject }) => keyOf({ finding: id, subject })));
    this.matched.clear();
    outer.map(keyOf).filter((key) => present.has(key)).forEach((key) => this.matched.add(key));
  }

  /** Looks again when all stacks are done, because aspects of those that come later may change what these answers rest on. */
  private lookAgain(documents: AppDocuments): void {
    this.used = documents;
    const { root } = this.stack.node;
    let all = lastLooks.get(root);
    if (all === undefined) {
      const last = new Set<StackVerification>();
      lastLooks.set(root, last);
      root.node.addValidation({ validate: () => {
        const current = new AppDocumentsOnce(root);
        return [...last].flatMap((verification) => verification.lastProblems(current));
      } });
      all = last;
    }
    all.add(this);
  }

  private adviseNone(): void {
    if (this.asked.size > 0) {
      adviseOnce(
        this.stack, 'warning', 'verification-without-subnet',
        'nothing is verified: no SecuredSubnet is where VerifyRequirements was added, and it names no subnets.',
      );
    }
  }
}

/** The documents, made when they are first asked for. */
class AppDocumentsOnce {
  private documents?: AppDocuments;

  constructor(private readonly root: IConstruct) {}

  public get(): AppDocuments {
    return this.documents ??= new AppDocuments(this.root);
  }
}

/** Loaded here, so that apps without a report do not load what writes one. */
function reportsOf(...args: Parameters<typeof import('./stack-report').reportTexts>): ReadonlyMap<string, string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./stack-report') as typeof import('./stack-report')).reportTexts(...args);
}

/** Aspects that are added twice say the same twice. */
function eachOnce(all: readonly Acknowledgement[]): Acknowledgement[] {
  return all.filter((one, i) => all.findIndex((other) => keyOf(other) === keyOf(one) && other.reason === one.reason) === i);
}

function keyOf({ finding, subject }: Pick<Acknowledgement, 'finding' | 'subject'>): string {
  return `${finding} ${subject}`;
}

function adviseFinding(scope: IConstruct, { acknowledged, severity }: Finding, text: string): void {
  if (acknowledged !== undefined) {
    adviseOnce(scope, 'info', 'verification-acknowledged', `${text} Acknowledged: ${acknowledged.reason}`);
  } else {
    adviseOnce(scope, severity === 'warning' ? 'warning' : 'info', 'verification', text);
  }
}

/** Stacks can be validated several times. */
function adviseOnce(
  scope: IConstruct, level: 'warning' | 'info', code: 'verification' | 'verification-acknowledged' | 'verification-without-subnet',
  message: string,
): void {
  if (!scope.node.metadata.some(({ data }) => data === `[azureml-network:${code}] ${message}`)) {
    advise(scope, level, code, message);
  }
}
