/**
 * An Azure cloud. Service tags, regions and host names differ between them.
 */
export enum Cloud {
  /** Public Azure. */
  PUBLIC = 'public',
  /** Azure Government. */
  GOVERNMENT = 'government',
  /** Microsoft Azure operated by 21Vianet. */
  CHINA = 'china',
}

/** All clouds, in the order that lists show them. */
export const CLOUDS: readonly Cloud[] = [Cloud.PUBLIC, Cloud.GOVERNMENT, Cloud.CHINA];
