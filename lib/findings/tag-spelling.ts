import { Finding } from './finding';
import { Finder, FindingContext } from './context';
import { tagFindings } from './tags';

/** Service tags of security rules in another case than Azure's. Source: azure-docs issue 1206; azure-cli issue 15462. */
export const tagSpelling: Finder = (context: FindingContext): Finding[] => tagFindings('tag-spelling', context);
