import { IConstruct } from 'constructs';
import { Deployment } from '../deployment/deployment';
import { ServiceTagFile } from '../input/service-tag-file';
import { Substitution, UnexpressedRequirement } from '../rules/translation-report';
import { VerifiedSubnetProps } from '../verification/verification-props';

/** What a construct that secures a subnet says of it. */
export interface SecuredFacts extends Omit<VerifiedSubnetProps, 'name'> {
  /** The firewall that its default route leads to, and that it has rules of. */
  readonly appliance?: { readonly address: string; readonly id: string };
  /** The file that its routes are made from. */
  readonly serviceTagFile?: ServiceTagFile;
}

/** Constructs that secure a subnet. Kept next to them, because the verification is made by others and they do not know it. */
export const SECURED = new WeakMap<IConstruct, SecuredFacts>();

/** Stacks that are made from a deployment file. */
export const DEPLOYMENTS = new WeakMap<IConstruct, Deployment>();

/** What the rules of a construct do not carry, or carry in another form. */
interface TranslationResult {
  readonly unexpressed: readonly UnexpressedRequirement[];
  readonly substitutions: readonly Substitution[];
}

/** The same of each construct that makes rules, for a report of its stack. */
export const TRANSLATIONS = new WeakMap<IConstruct, TranslationResult>();
