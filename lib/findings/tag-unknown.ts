import { Finding } from './finding';
import { Finder, FindingContext } from './context';
import { tagFindings } from './tags';

/** Service tags that the cloud does not have, or not with this region. */
export const tagUnknown: Finder = (context: FindingContext): Finding[] => tagFindings('tag-unknown', context);
