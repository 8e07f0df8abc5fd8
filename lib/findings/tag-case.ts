import { Finding } from './finding';
import { Finder, FindingContext } from './context';
import { tagFindings } from './tags';

/** Service tags in another case than Azure's. Source: azure-cli-extensions issue 2922. */
export const tagCase: Finder = (context: FindingContext): Finding[] => tagFindings('tag-case', context);
