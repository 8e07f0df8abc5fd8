/** Where a requirement is documented. */
export interface Citation {
  /** The article, as its file name in Microsoft's documentation. */
  readonly article: string;
  /** Date of the article that was read, as `yyyy-mm-dd`. */
  readonly date: string;
  /** Section of the article. */
  readonly section: string;
  /** The row of the section's table or list, by what it begins with. */
  readonly row: string;
}
