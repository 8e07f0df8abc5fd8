import { Fields } from '../network/fields';
import { evaluated, TemplateScope } from './template-expressions';

/** Names that a group and a subscription can have. Source: naming rules of Azure resources. */
const GROUP = /^[\w.()-]{1,90}$/;
const SUBSCRIPTION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SCOPE = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)$/i;

/**
 * `/subscriptions/<id>/resourceGroups/<name>` that a nested deployment goes to: that of the template that it is in, unless it names
 * another. Undefined where it is not known. Source: deploy resources to more than one subscription or resource group, 2024.
 */
export function targetOf(item: Fields, scope: TemplateScope): string | undefined {
  const own = scope.target ?? scope.base;
  const [, , ownSubscription = '', , ownGroup = ''] = own.split('/');
  const value = (name: string, itself: RegExp): unknown => {
    const given = item[name];
    return typeof given !== 'string' || itself.test(given) ? undefined : evaluated(given, scope);
  };
  const given = (name: string): boolean => Object.hasOwn(item, name);
  if (given('scope')) {
    const [, subscription = '', group = ''] = SCOPE.exec(String(value('scope', /^$/))) ?? [];
    return isGroup(subscription, group) && !given('resourceGroup') && !given('subscriptionId') ? base(subscription, group) : undefined;
  }
  if (!given('resourceGroup')) {
    return given('subscriptionId') ? undefined : own; // to a subscription, which has no resources of networks itself
  }
  const group = value('resourceGroup', /^\[resourceGroup\(\)\.name\]$/i) ?? ownGroup;
  const subscription = value('subscriptionId', /^\[subscription\(\)\.subscriptionId\]$/i) ?? ownSubscription;
  return typeof group === 'string' && typeof subscription === 'string' && (group === ownGroup || GROUP.test(group))
    && (subscription === ownSubscription || SUBSCRIPTION.test(subscription)) ? base(subscription, group) : undefined;
}

function isGroup(subscription: string, group: string): boolean {
  return SUBSCRIPTION.test(subscription) && GROUP.test(group);
}

function base(subscription: string, group: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}`;
}
