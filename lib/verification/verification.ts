import { text } from '../azure/argument-shapes';
import { RequirementAnswer } from '../filtering/answers';
import { Finding } from '../findings/finding';
import { Report } from './verification-result';
import { FindingId } from './finding-id';
import { VerificationRequest } from './request';
import { NETWORK_VERIFICATION } from './verification-shapes';
import { provedBy } from './verdict';
import { NetworkVerificationProps, VerificationOptions } from './verification-props';

/** Whether requirements are met. */
export enum VerificationOutcome {
  /** The rules let all of the traffic through. */
  MET = 'met',
  /** A rule denies some of it, or none allows it. */
  DENIED = 'denied',
  /** The files do not say. It never counts as met or denied. */
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
  /** What the answer assumes and the configuration does not say. */
  readonly conditions: string[];
}

/** Where a finding comes from. */
export interface FindingPlace {
  /** File, as you named it. */
  readonly file: string;
  /** Address of the resource: `azurerm_network_security_group.Training_Group_0E2A`, with its module in a plan. */
  readonly resource: string;
  /**
   * The part of the resource, such as `security_rule[3]`.
   * @default - all of the resource
   */
  readonly part?: string;
  /**
   * The same with names where parts have one, such as `security_rule Allow-Dns`.
   * @default - the part has no name
   */
  readonly label?: string;
}

/** One answer of the verification that somebody should look at. */
export interface VerificationFinding {
  /** What kind of finding it is. */
  readonly id: FindingId;
  /** How much it weighs. */
  readonly severity: FindingSeverity;
  /** What it is about, the same from run to run. */
  readonly subject: string;
  /** What was found, as plain text. */
  readonly message: string;
  /** Where it comes from: rules, and other parts of the files. */
  readonly places: FindingPlace[];
  /**
   * A flow that shows it, in the form that the command `explain` takes.
   * @default - no single flow shows it
   */
  readonly example?: string;
  /**
   * Name of the subnet that it is about.
   * @default - it is about no single subnet
   */
  readonly subnet?: string;
  /**
   * Id of the requirement that it is about.
   * @default - it is about no single requirement
   */
  readonly requirementId?: string;
  /**
   * Why it is accepted.
   * @default - nobody has accepted it
   */
  readonly acknowledgedReason?: string;
}

/**
 * Whether the rules in Terraform JSON meet requirements, across network security groups, routes and firewalls, and what else is
 * open. It applies nothing and does not connect to Azure.
 */
export class Verification {
  /**
   * Checks a network against the requirements of its subnets.
   *
   * @param path a folder such as `cdktf.out`, a file `*.tf.json`, or a file with the output of `terraform show -json` of a plan or a state
   * @param props the subnets with their requirements, and what else counts
   * @throws when the files cannot be read or are something else, a subnet is given twice or is of another cloud, or an acknowledgement
   * matches no finding
   */
  public static ofNetwork(path: string, props: NetworkVerificationProps): Verification {
    text('path', path);
    NETWORK_VERIFICATION('props', props);
    const { requestFromProps, verifyNetwork } = verifier();
    return new Verification(verifyNetwork(requestFromProps({ paths: [path] }, props)));
  }

  /**
   * Runs a request, with what is stated in addition.
   * @internal
   */
  public static _with(request: VerificationRequest, options: VerificationOptions): Verification {
    const { requestWith, verifyNetwork } = verifier();
    return new Verification(verifyNetwork(requestWith(request, options)));
  }

  /** Whether all requirements of all subnets are met: DENIED when one is denied, else UNKNOWN when one is unknown. */
  public readonly outcome: VerificationOutcome;

  /** The answers, in the order of subnets as they were given, then of requirements. */
  public readonly answers: VerifiedRequirement[];

  /** The findings, by severity, id and subject. Those that are acknowledged are among them. */
  public readonly findings: VerificationFinding[];

  /**
   * Whether nothing is wrong or unknown that nobody has acknowledged. The command `verify` then ends with the exit code 0. An
   * acknowledged `not-evaluated` proves nothing of the requirements that rest on it, so this is false while there are any.
   */
  public readonly isAccepted: boolean;

  private constructor(report: Report) {
    this.answers = report.answers.map(answerOf);
    this.findings = report.findings.map(findingOf);
    this.outcome = [VerificationOutcome.DENIED, VerificationOutcome.UNKNOWN].find((outcome) =>
      this.answers.some((answer) => answer.outcome === outcome)) ??
      VerificationOutcome.MET;
    this.isAccepted = provedBy(report) === 'met';
  }
}

type Verifier = typeof import('./verify-network') & typeof import('./request-from-props') & typeof import('./flow');

/** The readers and the evaluation are loaded when they are used: apps that do not verify have no need of them. */
function verifier(): Verifier {
  /* eslint-disable @typescript-eslint/no-require-imports */
  return { ...require('./verify-network'), ...require('./request-from-props'), ...require('./flow') } as Verifier;
  /* eslint-enable @typescript-eslint/no-require-imports */
}

function answerOf({ subnet, requirementId, need, outcome, steps, conditions }: RequirementAnswer): VerifiedRequirement {
  return {
    subnet, requirementId: requirementId, need, outcome: outcome as VerificationOutcome, conditions: [...conditions],
    steps: steps.map(({ text }) => text),
  };
}

function findingOf({ id, severity, subject, message, places, subnet, requirementId, example, acknowledged }: Finding): VerificationFinding {
  return {
    id: id as FindingId, severity: severity as FindingSeverity, subject, message, places: [...places],
    ...(subnet !== undefined && { subnet }),
    ...(requirementId !== undefined && { requirementId: requirementId }),
    ...(example !== undefined && { example: verifier().exampleText(example) }),
    ...(acknowledged !== undefined && { acknowledgedReason: acknowledged.reason }),
  };
}
