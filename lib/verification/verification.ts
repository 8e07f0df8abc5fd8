import { Deployment } from '../deployment/deployment';
import { RequirementAnswer } from '../filtering/answers';
import { Finding } from '../findings/finding';
import { VerificationResult } from './answers';
import { leftOf } from './left';
import { Place } from '../network/network';
import { NetworkVerificationProps, VerificationOptions } from './verification-props';

/** Whether requirements are met. */
export enum VerificationOutcome {
  /** The rules let all of the traffic through. */
  MET = 'met',
  /** A rule denies some of it, or none allows it. */
  DENIED = 'denied',
  /** It cannot be told. This is never taken for one of the others. */
  UNKNOWN = 'unknown',
}

/** How much a finding weighs. */
export enum FindingSeverity {
  /** Something is wrong. */
  ERROR = 'error',
  /** Something could not be evaluated. */
  UNKNOWN = 'unknown',
  /** Something may be wrong. */
  WARNING = 'warning',
  /** Something to know. */
  NOTE = 'note',
}

/** The answer for one requirement of one subnet. */
export interface VerifiedRequirement {
  /** Name of the subnet. */
  readonly subnet: string;
  /** Id of the requirement. */
  readonly requirementId: string;
  /** The requirement in one line: `outbound TCP 443 fqdn pypi.org`. */
  readonly need: string;
  /** Whether it is met. */
  readonly outcome: VerificationOutcome;
  /** What each layer on the way does with the traffic: security group, route, firewall. */
  readonly steps: string[];
  /** What the answer rests on and that is not in the configuration. */
  readonly conditions: string[];
}

/** One answer of the verification that somebody should look at. */
export interface VerificationFinding {
  /** Id of the finding, such as `requirement-denied`; see docs/findings.md. */
  readonly id: string;
  /** How much it weighs. */
  readonly severity: FindingSeverity;
  /** What it is about, the same from run to run. */
  readonly subject: string;
  /** What was found, as plain text. */
  readonly message: string;
  /** The rules behind it. */
  readonly places: Place[];
  /** A flow that shows it, in the form that the command `explain` takes, where there is one. */
  readonly example?: string;
  /** Name of the subnet, where it is about one. */
  readonly subnet?: string;
  /** Id of the requirement, where it is about one. */
  readonly requirementId?: string;
  /** Why it is accepted; undefined when nobody has accepted it. */
  readonly acknowledgedReason?: string;
}

/**
 * Whether the rules in Terraform JSON meet requirements, across network security groups, routes and firewalls, and what else is
 * open. Nothing is applied, and nothing is asked of Azure.
 */
export class Verification {
  /**
   * Holds a network against a deployment file.
   *
   * @param path a folder such as `cdktf.out`, a file `*.tf.json`, or a file with the output of `terraform show -json` of a plan or a state
   * @param deployment its subnets, their requirements, its firewall and what it acknowledges count
   * @param options what counts in addition
   * @throws when the files cannot be read or are something else, or an acknowledgement is for no finding that there is
   */
  public static ofDeployment(path: string, deployment: Deployment, options: VerificationOptions = {}): Verification {
    return new Verification(runs().resultOfDeployment(path, deployment, options));
  }

  /**
   * Holds a network against requirements that are given with the subnets.
   *
   * @param path a folder such as `cdktf.out`, a file `*.tf.json`, or a file with the output of `terraform show -json` of a plan or a state
   * @param props the subnets with their requirements, and what else counts
   * @throws when the files cannot be read or are something else, a subnet is given twice or is of another cloud, or an
   * acknowledgement is for no finding that there is
   */
  public static ofNetwork(path: string, props: NetworkVerificationProps): Verification {
    return new Verification(runs().resultOfNetwork(path, props));
  }

  /** Whether all requirements of all subnets are met: DENIED when one is denied, else UNKNOWN when it cannot be told of one. */
  public readonly outcome: VerificationOutcome;

  /** The answers, in the order of subnets as they were given, then of requirements. */
  public readonly answers: VerifiedRequirement[];

  /** The findings, by severity, id and subject. Those that are acknowledged are among them. */
  public readonly findings: VerificationFinding[];

  /**
   * Whether nothing is left that is an error or could not be evaluated and that nobody has acknowledged. It is what the
   * command `verify` says with the exit code 0.
   */
  public readonly isAccepted: boolean;

  private constructor(result: VerificationResult) {
    this.answers = result.answers.map(answerOf);
    this.findings = result.findings.map(findingOf);
    this.outcome = [VerificationOutcome.DENIED, VerificationOutcome.UNKNOWN].find((outcome) => this.answers.some((answer) => answer.outcome === outcome)) ?? VerificationOutcome.MET;
    this.isAccepted = leftOf(result) === 'met';
  }
}

/** The readers and the evaluation are loaded when they are used: apps that do not verify have no need of them. */
function runs(): typeof import('./verification-runs') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./verification-runs') as typeof import('./verification-runs');
}

function answerOf({ subnet, requirement, need, outcome, steps, conditions }: RequirementAnswer): VerifiedRequirement {
  return {
    subnet, requirementId: requirement, need, outcome: outcome as VerificationOutcome, conditions: [...conditions],
    steps: steps.map(({ text }) => text),
  };
}

function findingOf({ example, acknowledged, severity, places, ...rest }: Finding): VerificationFinding {
  return {
    ...rest, severity: severity as FindingSeverity, places: [...places],
    ...(example !== undefined && { example: runs().exampleText(example) }),
    ...(acknowledged !== undefined && { acknowledgedReason: acknowledged.reason }),
  };
}
