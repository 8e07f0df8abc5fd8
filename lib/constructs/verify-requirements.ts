import { IAspect, TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { choiceOf, refusing } from '../azure/errors';
import { ReportFormat } from '../review/report/report-format';
import { REQUIREMENTS_VERIFICATION } from '../verification/verification-shapes';
import { VerificationOptions, VerifiedSubnetProps } from '../verification/verification-props';
import { checkScope } from './construct-shapes';
import { STATED } from './stated-aspects';
import { askedVerificationOf } from './verification-hook';

/** Properties of `VerifyRequirements`. */
export interface VerifyRequirementsProps extends VerificationOptions {
  /**
   * Further subnets to verify, which are not secured by a `SecuredSubnet`. Not for the aspect of an app.
   * @default - none
   */
  readonly subnets?: VerifiedSubnetProps[];

  /**
   * Whether to write the requirements of the stack next to its JSON, as `azureml-network.json`. The command `verify` reads them there:
   * `azureml-network verify cdktf.out` gives the same proof without a deployment file. The next synthesis that does not ask for the file
   * removes it.
   * @default false
   */
  readonly requestFile?: boolean;

  /**
   * Formats of a report to write next to the JSON of the stack: `azureml-network-report.md`, `.html` and `.json`. It says which
   * requirements the rules meet, and why each rule is there. The same app gives the same bytes, so you can commit it. A synthesis that
   * fails writes it too. The next synthesis without a format removes its file.
   * @default - no report
   */
  readonly reportFormats?: ReportFormat[];
}

/**
 * An aspect that fails the synthesis of a stack whose rules do not meet the requirements of its subnets.
 *
 * Add it to a stack, to a construct in it, or to the app.
 *
 * It looks at what Terraform would get from all stacks of the app, after all other aspects have run. So overrides count, and so does
 * the firewall of a hub in another stack. Errors and unknown answers fail the synthesis unless they are acknowledged; warnings and
 * notes become annotations. When several of these aspects apply to a stack, their settings are combined and nothing is said twice.
 *
 * The subnets are those of every `SecuredSubnet` in the scope: an app, a stack, or a construct. An aspect of the app reaches
 * only stacks that have a security group of this library, because CDK for Terraform does not visit the app itself. For a `DeploymentStack`,
 * the acknowledgements in its file count too.
 */
export class VerifyRequirements implements IAspect {
  /**
   * @throws when a value that is no reference is not what it should be: an unknown finding, an id of something else, an address of no
   * appliance
   */
  constructor(props: VerifyRequirementsProps = {}) {
    refusing((error) => error.at('VerifyRequirements:'), () => check(props));
    STATED.set(this, props);
  }

  /**
   * Called by CDK for Terraform.
   *
   * @param node a construct of the scope
   */
  public visit(node: IConstruct): void {
    checkScope('VerifyRequirements.visit', node);
    if (TerraformStack.isStack(node) || node.node.scopes.some((scope) => TerraformStack.isStack(scope))) {
      askedVerificationOf(TerraformStack.of(node)).add(this, STATED.get(this)!, node);
    }
  }
}

/** What checks it loads the evaluation, of which apps that do not verify have no need. */
function stated(): typeof import('../verification/request-from-props') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../verification/request-from-props') as typeof import('../verification/request-from-props');
}

function check(props: VerifyRequirementsProps): void {
  REQUIREMENTS_VERIFICATION('props', props);
  stated().checkStated(props);
  (props.reportFormats ?? []).forEach((format, i) => choiceOf(`reportFormats[${i}]`, format, Object.values(ReportFormat)));
}
