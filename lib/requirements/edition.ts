/**
 * A dated revision of the article on inbound and outbound network traffic of Azure Machine Learning.
 * You always state it, so your rules do not change when you update the package.
 */
export enum Edition {
  /** The article as of 2023-04-14. */
  E2023_04_14 = '2023-04-14',
  /** The article as of 2026-03-19. */
  E2026_03_19 = '2026-03-19',
}

/** All editions, oldest first. */
export const EDITIONS: readonly Edition[] = [Edition.E2023_04_14, Edition.E2026_03_19];
