import { TerraformStack } from 'cdktf';
import { IConstruct } from 'constructs';
import { InputError } from '../azure/errors';
import { ServiceTagFile } from '../input/service-tag-file';
import { appliancesOf } from '../deployment/request-from-deployment';
import type { ReportFormat } from '../review/report/report-format';
import { VerificationRequest } from '../verification/request';
import { requestFromProps } from '../verification/request-from-props';
import { VerificationOptions, VerifiedSubnetProps } from '../verification/verification-props';
import { AppDocuments, folderOf } from './app-documents';
import { resolvedSubnet } from './resolve-subnet';
import { resolved } from './resolved-values';
import { DEPLOYMENTS, SECURED } from './verified-constructs';

/** What somebody states for the verification of a stack. */
export interface Stated extends VerificationOptions {
  readonly subnets?: readonly VerifiedSubnetProps[];
  /** Whether what is asked is written next to the JSON of the stack. */
  readonly requestFile?: boolean;
  /** Forms of the report that is written there. */
  readonly reportFormats?: readonly ReportFormat[];
}

/** A subnet of a stack, with the construct that secures it, where there is one. */
export interface AskedSubnet extends VerifiedSubnetProps {
  readonly scope?: IConstruct;
}

/** The subnets that constructs of a stack secure, by their paths in the stack. */
export function securedSubnets(stack: TerraformStack, isInScope: (construct: IConstruct) => boolean): AskedSubnet[] {
  return stack.node.findAll().flatMap((scope) => {
    const facts = SECURED.get(scope);
    return facts === undefined || !isInScope(scope) || TerraformStack.of(scope) !== stack ? []
      : [{ ...facts, scope, name: scope.node.path.slice(stack.node.path === '' ? 0 : stack.node.path.length + 1) }];
  });
}

/** Subnets that are named, those that are named twice once. */
export function namedSubnets(stated: readonly Stated[]): VerifiedSubnetProps[] {
  const named = stated.flatMap(({ subnets = [] }) => subnets);
  return named.filter(({ name, requirements }, i) =>
    named.findIndex((other) => other.name === name && other.requirements === requirements) === i);
}

/** What is asked of an app for subnets of one stack, without any tokens. */
export function requestOfStack(
  stack: TerraformStack, stated: readonly Stated[], subnets: readonly AskedSubnet[], { documents }: AppDocuments,
): VerificationRequest {
  return requestFromProps({ documents, folder: folderOf(stack) }, {
    subnets: subnets.map((subnet) => resolvedSubnet(stack, subnet)), serviceTagFile: serviceTagFile(stated, subnets),
    appliances: appliances(stack, stated, subnets),
  });
}

function appliances(stack: TerraformStack, stated: readonly Stated[], subnets: readonly AskedSubnet[]): Record<string, string> {
  const deployment = DEPLOYMENTS.get(stack);
  const own = subnets.flatMap(({ scope }) => (scope === undefined ? undefined : SECURED.get(scope)?.appliance) ?? [])
    .map(({ address, id }) => [address, id] as const);
  const ofFile = deployment === undefined ? [] : Object.entries(appliancesOf(deployment));
  const all = [...own, ...ofFile, ...stated.flatMap((one) => Object.entries(one.appliances ?? {}))];
  return Object.fromEntries(all.map((pair) => pair.map((text) => resolved(stack, text))) as [string, string][]);
}

function serviceTagFile(stated: readonly Stated[], subnets: readonly AskedSubnet[]): ServiceTagFile | undefined {
  const given = stated.flatMap(({ serviceTagFile: file }) => file ?? []);
  const files = given.length > 0
    ? given
    : subnets.flatMap(({ scope }) => (scope === undefined ? undefined : SECURED.get(scope)?.serviceTagFile) ?? []);
  const other = files.find(({ path }) => path !== files[0]!.path);
  if (other !== undefined) {
    throw new InputError({
      argument: 'serviceTagFile', problem: `a verification uses one file, and there are ${files[0]!.path} and ${other.path}`,
      allowed: 'state one of them',
    });
  }
  return files[0];
}
