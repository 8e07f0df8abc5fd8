import { ReportRule, ReportStep } from './network-report';

/** What a rule does, in words. */
export const ACCESS_WORDS: Readonly<Record<ReportRule['access'], string>> = {
  allow: 'allow', deny: 'deny', either: 'allow or deny', route: 'route',
};

/** What a layer does with flows: where those of one requirement differ, each part says it. */
export const STEP_WORDS: Readonly<Record<ReportStep['result'], string>> = {
  deny: 'denies', unknown: 'may allow or deny', allow: 'allows',
};

/** Where people find a rule: `main.tf:12: azurerm_route.default`. */
export function writtenAtText({ file, line, resource }: Pick<ReportRule, 'file' | 'line' | 'resource'>): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${resource}`;
}
