/** What happens to regional service tags, such as `AzureKeyVault.WestUS2`, which rules of a managed network cannot express. */
export enum RegionalTags {
  /** Writes no rule. The requirements are listed as unexpressed. */
  UNEXPRESSED = 'unexpressed',
  /** Opens the tag in every region. `Storage` is never opened like this, because there are private endpoints for it. */
  WIDENED = 'widened',
}
